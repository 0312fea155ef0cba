using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>How a volume may be mounted.</summary>
internal static class AccessModes
{
    private static readonly (string Mode, string Short)[] All =
        [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];

    private static readonly string[] Names = [.. All.Select(one => one.Mode).Order(StringComparer.Ordinal)];

    /// <summary>The modes in the short form that kubectl prints.</summary>
    public static string Text(JsonNode? modes)
    {
        var given = modes.Texts().ToHashSet();
        return string.Join(',', All.Where(one => given.Contains(one.Mode)).Select(one => one.Short));
    }

    /// <param name="spec">What has <c>accessModes</c>.</param>
    /// <param name="at">The path of the modes.</param>
    /// <param name="missing">What is said where there are none.</param>
    public static IEnumerable<FieldError> Validate(JsonObject spec, string at, string missing)
    {
        var modes = spec.Texts("accessModes").ToList();
        if (modes.Count == 0)
        {
            yield return Faults.Required(at, missing);
        }

        foreach (var mode in modes.Where(mode => !Names.Contains(mode)))
        {
            yield return Faults.NotSupported(at, mode, Names);
        }

        if (modes.Contains("ReadWriteOncePod") && modes.Any(mode => mode != "ReadWriteOncePod" && Names.Contains(mode)))
        {
            yield return Faults.Forbidden(at, "may not use ReadWriteOncePod with other access modes");
        }
    }
}
