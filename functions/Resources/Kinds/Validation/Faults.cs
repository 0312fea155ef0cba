using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>The faults of a document, in Kubernetes' wording.</summary>
internal static class Faults
{
    public static FieldError Required(string field, string detail = "") =>
        new("FieldValueRequired", field, detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    public static FieldError Invalid(string field, JsonNode? value, string detail) =>
        new("FieldValueInvalid", field, $"Invalid value: {Shown(value)}{(detail.Length == 0 ? "" : ": " + detail)}");

    /// <summary>A fault of something whose value is not worth saying.</summary>
    public static FieldError Wrong(string field, string detail) => new("FieldValueInvalid", field, $"Invalid value: {detail}");

    public static FieldError Immutable(string field, JsonNode? value) => Invalid(field, value?.DeepClone(), "field is immutable");

    public static FieldError TooMany(string field, int count, int max) => new("FieldValueTooMany", field, $"Too many: {count}: must have at most {max} items");

    public static FieldError NotSupported(string field, string? value, params ReadOnlySpan<string> supported) =>
        new("FieldValueNotSupported", field, $"Unsupported value: {GoText.Quoted(value ?? "")}: supported values: {Listed(supported)}");

    /// <summary>An object of which only some values are supported.</summary>
    public static FieldError NotSupported(string field, JsonNode? value, params ReadOnlySpan<string> supported) =>
        new("FieldValueNotSupported", field, $"Unsupported value: {Shown(value)}: supported values: {Listed(supported)}");

    private static string Listed(ReadOnlySpan<string> values) => string.Join(", ", values.ToArray().Select(one => $"\"{one}\""));

    public static FieldError Forbidden(string field, string detail) => new("FieldValueForbidden", field, $"Forbidden: {detail}");

    public static FieldError Duplicate(string field, JsonNode value, string detail = "") =>
        new("FieldValueDuplicate", field, $"Duplicate value: {Shown(value)}{(detail.Length == 0 ? "" : ": " + detail)}");

    /// <summary>A value as messages show it: texts quoted, all else as JSON.</summary>
    private static string Shown(JsonNode? value) => value.Text() is { } text ? GoText.Quoted(text) : GoText.Json(value);

    public static FieldError TooLong(string field, int max) => new("FieldValueTooLong", field, $"Too long: may not be more than {max} bytes");

    public static FieldError NotFound(string field, string value, string detail = "") =>
        new("FieldValueNotFound", field, $"Not found: {GoText.Quoted(value)}{(detail.Length == 0 ? "" : ": " + detail)}");

    /// <summary>The faults that several rules find, in the order of the rules. Those that find none, as most do, cost next to nothing.</summary>
    public static IReadOnlyList<FieldError> All(params ReadOnlySpan<IEnumerable<FieldError>> rules)
    {
        List<FieldError>? errors = null;
        foreach (var rule in rules)
        {
            Add(ref errors, rule);
        }

        return errors ?? (IReadOnlyList<FieldError>)[];
    }

    /// <summary>Adds what a rule finds to what others found, of which there is no list as long as there is nothing.</summary>
    public static void Add(ref List<FieldError>? errors, IEnumerable<FieldError> found)
    {
        if (found is FieldError[] { Length: 0 })
        {
            return;
        }

        foreach (var error in found)
        {
            (errors ??= []).Add(error);
        }
    }

    /// <summary>A value that breaks naming rules, a fault for each.</summary>
    public static IEnumerable<FieldError> Each(FieldText field, string value, IEnumerable<string> faults) =>
        faults is string[] { Length: 0 } ? [] : Each(field.ToString(), value, faults);

    private static IEnumerable<FieldError> Each(string field, string value, IEnumerable<string> faults) => faults.Select(fault => Invalid(field, value, fault));

    /// <summary>A required text that follows naming rules.</summary>
    public static IEnumerable<FieldError> Named(FieldText field, string? value, Func<string, IEnumerable<string>> faults) =>
        string.IsNullOrEmpty(value) ? [Required(field.ToString())] : Each(field, value, faults(value));

    /// <summary>A required text.</summary>
    public static IEnumerable<FieldError> Given(JsonNode? owner, string field, params ReadOnlySpan<string> names)
    {
        List<FieldError>? errors = null;
        foreach (var name in names)
        {
            if (string.IsNullOrEmpty(owner.Text(name)))
            {
                (errors ??= []).Add(Required($"{field}.{name}"));
            }
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }

    /// <summary>A number that may be missing but not negative.</summary>
    public static IEnumerable<FieldError> NotNegative(JsonNode? owner, string field, params ReadOnlySpan<string> names)
    {
        List<FieldError>? errors = null;
        foreach (var name in names)
        {
            if (owner.Integer(name) is < 0 and var value)
            {
                (errors ??= []).Add(Invalid($"{field}.{name}", value, "must be greater than or equal to 0"));
            }
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }
}
