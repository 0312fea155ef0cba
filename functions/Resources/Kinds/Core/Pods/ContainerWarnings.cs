using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Amounts and environments of containers that cannot be meant so.</summary>
internal static class ContainerWarnings
{
    private const int SearchedMax = 8;

    public static IEnumerable<string> Of(JsonObject spec, string at)
    {
        List<IEnumerable<string>>? found = null;
        foreach (var list in PodContainers.Lists)
        {
            foreach (var (container, path) in Paths.Numbered(spec, list, at))
            {
                var warnings = Warnings.All(ByteWarnings.Container(container, path), container["env"] is JsonArray { Count: > 1 } env && MayRepeat(env) ? Hidden(container, path) : []);
                if (warnings is not string[] { Length: 0 })
                {
                    (found ??= []).Add(warnings);
                }
            }
        }

        return found?.SelectMany(static warnings => warnings) ?? [];
    }

    /// <summary>Whether a name may stand there twice: of a few it is looked whether one does, which costs nothing.</summary>
    private static bool MayRepeat(JsonArray variables)
    {
        for (var index = 1; index < variables.Count && variables.Count <= SearchedMax; index++)
        {
            for (var before = 0; before < index; before++)
            {
                if (variables[index].Text("name") == variables[before].Text("name"))
                {
                    return true;
                }
            }
        }

        return variables.Count > SearchedMax;
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
