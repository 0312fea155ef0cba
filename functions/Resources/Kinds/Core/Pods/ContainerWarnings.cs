using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Amounts and environments of containers that cannot be meant so.</summary>
internal static class ContainerWarnings
{
    public static IEnumerable<string> Of(JsonObject spec, string at)
    {
        List<IEnumerable<string>>? found = null;
        foreach (var list in PodContainers.Lists)
        {
            foreach (var (container, path) in Paths.Numbered(spec, list, at))
            {
                var warnings = Warnings.All(ByteWarnings.Container(container, path), container["env"] is JsonArray { Count: > 1 } ? Hidden(container, path) : []);
                if (warnings is not string[] { Length: 0 })
                {
                    (found ??= []).Add(warnings);
                }
            }
        }

        return found?.SelectMany(static warnings => warnings) ?? [];
    }

    /// <summary>Variables that stand there before, and not as part of their new value.</summary>
    private static IEnumerable<string> Hidden(JsonObject container, string at)
    {
        var names = new HashSet<string>();
        foreach (var (variable, path) in Paths.Numbered(container, "env", at))
        {
            var name = variable.Text("name") ?? "";
            if (!names.Add(name) && !AddsTo(variable, $"$({name})"))
            {
                yield return $"{path}: hides previous definition of \"{name}\", which may be dropped when using apply";
            }
        }
    }

    private static bool AddsTo(JsonObject variable, string reference) =>
        variable["valueFrom"] is null && variable.Text("value") is { } value && value != reference && value.Contains(reference, StringComparison.Ordinal);
}
