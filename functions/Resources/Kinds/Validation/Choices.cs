using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of fields that take one of a few values, and of lists of texts.</summary>
internal static class Choices
{
    /// <summary>A value that has to be one of these, which are listed as Kubernetes sorts them.</summary>
    public static IEnumerable<FieldError> OneOf(FieldText field, string? value, params ReadOnlySpan<string> supported) =>
        supported.Contains(value) ? [] : [Faults.NotSupported(field.ToString(), value, supported)];

    /// <summary>A value that may be missing, or else has to be one of these.</summary>
    public static IEnumerable<FieldError> OneOfIfSet(FieldText field, string? value, params ReadOnlySpan<string> supported) =>
        value is null ? [] : OneOf(field, value, supported);

    /// <summary>The texts of a list, each with its path, such as <c>spec.cidrs[0]</c>.</summary>
    public static IEnumerable<(string Text, string At)> Numbered(JsonNode? owner, string name, string field) =>
        owner.Texts(name).Select((text, index) => (text, $"{field}.{name}[{index}]"));

    /// <summary>More elements than a list may hold.</summary>
    public static IEnumerable<FieldError> AtMost(string field, int count, int max) => count > max ? [Faults.TooMany(field, count, max)] : [];

    /// <summary>Texts of a list that stand there twice.</summary>
    public static IEnumerable<FieldError> Unique(JsonNode? owner, string name, string field)
    {
        var seen = new HashSet<string>();
        return Numbered(owner, name, field).Where(one => !seen.Add(one.Text)).Select(one => Faults.Duplicate(one.At, one.Text)).ToList();
    }
}
