using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of containers' environments.</summary>
internal static class EnvValidation
{
    private const string NameMessage = "a valid environment variable name must consist only of printable ASCII characters other than '='";

    private static readonly string[] Sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef"];

    private static readonly string[] FieldPaths =
        ["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"];

    private static readonly string[] ResourceNames =
        ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];

    public static IEnumerable<FieldError> Validate(JsonObject container, string at)
    {
        foreach (var (env, where) in Paths.Numbered(container, "env", at))
        {
            foreach (var error in Faults.Named($"{where}.name", env.Text("name"), NameFaults).Concat(Source(env, where)))
            {
                yield return error;
            }
        }

        foreach (var (source, where) in Paths.Numbered(container, "envFrom", at))
        {
            foreach (var error in From(source, where))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<string> NameFaults(string name) => name.All(letter => letter is >= ' ' and <= '~' and not '=') ? [] : [NameMessage];

    private static IEnumerable<FieldError> Source(JsonObject env, string where)
    {
        if (env["valueFrom"] is not JsonObject source)
        {
            yield break;
        }

        var given = Sources.Count(name => source[name] is not null);
        if (given == 0)
        {
            yield return Faults.Invalid($"{where}.valueFrom", "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        }
        else if (!string.IsNullOrEmpty(env.Text("value")))
        {
            yield return Faults.Invalid($"{where}.valueFrom", "", "may not be specified when `value` is not empty");
        }
        else if (given > 1)
        {
            yield return Faults.Invalid($"{where}.valueFrom", "", "may not have more than one field specified at a time");
        }

        foreach (var error in Key(source, "configMapKeyRef", where).Concat(Key(source, "secretKeyRef", where)).Concat(Field(source, $"{where}.valueFrom")).Concat(Resource(source, $"{where}.valueFrom")))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Key(JsonObject source, string name, string where)
    {
        if (source[name] is not JsonObject reference)
        {
            return [];
        }

        var at = $"{where}.valueFrom.{name}";
        IEnumerable<FieldError> named = string.IsNullOrEmpty(reference.Text("name")) ? [Faults.Required($"{at}.name")] : [];
        return named.Concat(Faults.Named($"{at}.key", reference.Text("key"), NameRules.ConfigKeyFaults));
    }

    private static IEnumerable<FieldError> Field(JsonObject source, string at)
    {
        if (source["fieldRef"] is not JsonObject reference)
        {
            yield break;
        }

        var path = reference.Text("fieldPath") ?? "";
        if (path.Length == 0)
        {
            yield return Faults.Required($"{at}.fieldRef.fieldPath");
        }
        else if (!FieldPaths.Contains(path) && !IsSubscript(path))
        {
            yield return Faults.NotSupported($"{at}.fieldRef.fieldPath", path, FieldPaths);
        }
    }

    private static bool IsSubscript(string path) =>
        path.EndsWith("']", StringComparison.Ordinal)
        && (path.StartsWith("metadata.annotations['", StringComparison.Ordinal) || path.StartsWith("metadata.labels['", StringComparison.Ordinal));

    private static IEnumerable<FieldError> Resource(JsonObject source, string at)
    {
        if (source["resourceFieldRef"] is not JsonObject reference)
        {
            yield break;
        }

        var resource = reference.Text("resource") ?? "";
        if (resource.Length == 0)
        {
            yield return Faults.Required($"{at}.resourceFieldRef.resource");
        }
        else if (!ResourceNames.Contains(resource) && !resource.Contains("hugepages-", StringComparison.Ordinal))
        {
            yield return Faults.NotSupported($"{at}.resourceFieldRef.resource", resource, ResourceNames);
        }
    }

    private static IEnumerable<FieldError> From(JsonObject source, string where)
    {
        if (source.Text("prefix") is { Length: > 0 } prefix)
        {
            foreach (var error in Faults.Each($"{where}.prefix", prefix, NameFaults(prefix)))
            {
                yield return error;
            }
        }

        var given = new[] { "configMapRef", "secretRef" }.Where(name => source[name] is not null).ToList();
        if (given.Count == 0)
        {
            yield return Faults.Invalid(where, "", "must specify one of: `configMapRef` or `secretRef`");
        }
        else if (given.Count > 1)
        {
            yield return Faults.Invalid(where, "", "may not have more than one field specified at a time");
        }

        foreach (var name in given.Where(name => string.IsNullOrEmpty(source.Text(name, "name"))))
        {
            yield return Faults.Required($"{where}.{name}.name");
        }
    }
}
