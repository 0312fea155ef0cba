using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Writing.ManagedFields;

namespace CloudOrchestrator.ApiServer.PipelineApply.Manifests;

/// <summary>Checks what can be known of a file's objects before anything is applied. Pure.</summary>
internal static class ManifestCheck
{
    /// <summary>What is wrong, in the order of the file.</summary>
    /// <param name="manifest">The file.</param>
    /// <param name="kinds">The kinds that exist. Those that a definition in this very file makes are as it says; of others nothing is known.</param>
    /// <param name="options">The namespace of objects that name none, and what is done about fields given twice.</param>
    public static IReadOnlyList<ManifestFault> Faults(Manifest manifest, KindTable kinds, ApplyOptions options)
    {
        var faults = new List<ManifestFault>(manifest.Faults);
        var seen = new Dictionary<(string Group, string Kind, string Namespace, string Name), ManifestObject>();
        var planned = new Dictionary<(string ApiVersion, string Kind), ResourceKind>();
        foreach (var kind in manifest.Objects.Where(item => item.IsDefinition).SelectMany(PlannedKinds.Of))
        {
            planned[(kind.ApiVersion, kind.Kind)] = kind;
        }

        foreach (var item in manifest.Objects)
        {
            var before = faults.Count;
            var kind = planned.GetValueOrDefault((item.ApiVersion, item.Kind)) ?? kinds.FindKind(item.ApiVersion, item.Kind);
            faults.AddRange(Faults(item, kind, options));
            if (faults.Count == before && !seen.TryAdd(Key(item, kind, options), item))
            {
                faults.Add(new ManifestFault(item.Position, $"the same object is in {seen[Key(item, kind, options)].Position} already", item));
            }
        }

        return [.. faults.OrderBy(fault => fault.Position?.Document ?? 0).ThenBy(fault => fault.Position?.Item ?? 0).Take(ManifestLimits.FaultsMax)];
    }

    private static IEnumerable<ManifestFault> Faults(ManifestObject item, ResourceKind? kind, ApplyOptions options)
    {
        var faults = Required(item).ToList();
        if (faults.Count == 0 && kind is not null)
        {
            faults.AddRange(Declared(item, kind));
        }

        if (options.Write.Validation == FieldValidation.Strict)
        {
            faults.AddRange(item.Repeated.Select(repeated => (Field(repeated, '"', '"'), $"strict decoding error: {repeated}")));
        }

        return faults.Select(fault => new ManifestFault(item.PositionOf(fault.Item1), fault.Item2, item));
    }

    private static IEnumerable<(string Field, string Message)> Required(ManifestObject item)
    {
        foreach (var field in new[] { "apiVersion", "kind" }.Where(field => string.IsNullOrEmpty(item.Config.Text(field))))
        {
            yield return (field, $"{field}: Required value");
        }

        if (item.Config["metadata"] is not JsonObject metadata)
        {
            yield return ("metadata", item.Config["metadata"] is null ? "metadata: Required value" : "metadata: Invalid value: it has to be an object");
            yield break;
        }

        if (item.Name.Length == 0)
        {
            yield return ("metadata.name", metadata.Text("generateName") is null ? "metadata.name: Required value" : "metadata.name: Required value: a generated name cannot be applied");
        }

        if (metadata["namespace"] is { } @namespace && @namespace.Text() is null)
        {
            yield return ("metadata.namespace", "metadata.namespace: Invalid value: it has to be a string");
        }

        if (metadata["managedFields"] is not null)
        {
            yield return ("metadata.managedFields", "metadata.managedFields must be nil");
        }
    }

    private static IEnumerable<(string Field, string Message)> Declared(ManifestObject item, ResourceKind kind) =>
        ConfigCheck.Faults(item.Config, kind.Schema).Select(fault => (Field(fault, '.', ':'), fault.TrimStart('.')));

    /// <summary>The path in a message, between the first of two characters and the next of the other.</summary>
    private static string Field(string message, char before, char behind)
    {
        var start = message.IndexOf(before) + 1;
        var end = message.IndexOf(behind == ':' ? ": " : behind.ToString(), start, StringComparison.Ordinal);
        return start > 0 && end > start ? message[start..end] : "";
    }

    private static (string Group, string Kind, string Namespace, string Name) Key(ManifestObject item, ResourceKind? kind, ApplyOptions options) =>
        (item.Group, item.Kind, kind is { Namespaced: false } ? "" : item.Namespace.Length > 0 ? item.Namespace : options.Namespace, item.Name);
}
