using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Validates one value: how large, how long, how many, of which form.</summary>
internal static class ValueValidation
{
    public static JsonSerializerOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = JsonDocuments.DepthMax };

    public static void Check(JsonNode? value, ValueRules rules, string path, List<FieldError> errors)
    {
        switch (value)
        {
            case JsonObject map:
                Properties(map, rules, path, errors);
                break;
            case JsonArray list:
                Items(list, rules, path, errors);
                break;
            case JsonValue when value.Text() is { } text:
                Text(text, rules, path, errors);
                break;
            case JsonValue when ValueRules.Number(value) is { } number:
                Number(number, value, rules, path, errors);
                break;
        }
    }

    private static void Number(double number, JsonNode value, ValueRules rules, string path, List<FieldError> errors)
    {
        if (rules.MultipleOf is { } factor && factor > 0 && Math.Abs((number / factor) - Math.Round(number / factor)) > 1e-9)
        {
            Invalid($"should be a multiple of {Show(factor)}");
        }

        if (rules.Maximum is { } max && (rules.IsMaximumExclusive ? number >= max : number > max))
        {
            Invalid($"should be less than {(rules.IsMaximumExclusive ? "" : "or equal to ")}{Show(max)}");
        }

        if (rules.Minimum is { } min && (rules.IsMinimumExclusive ? number <= min : number < min))
        {
            Invalid($"should be greater than {(rules.IsMinimumExclusive ? "" : "or equal to ")}{Show(min)}");
        }

        if (rules.Format == "int32" && number is < int.MinValue or > int.MaxValue)
        {
            Invalid("must be of type int32");
        }

        void Invalid(string detail) => errors.Add(Faults.Invalid(StructureValidation.Field(path), value.DeepClone(), $"{path} in body {detail}"));
    }

    private static void Text(string text, ValueRules rules, string path, List<FieldError> errors)
    {
        var field = StructureValidation.Field(path);
        var length = rules.LengthMax is null && rules.LengthMin is null ? 0 : text.EnumerateRunes().Count();
        if (rules.LengthMax is { } max && length > max)
        {
            errors.Add(Faults.TooLong(field, (int)Math.Min(max, int.MaxValue)));
        }

        if (rules.LengthMin is { } min && length < min)
        {
            errors.Add(Faults.Invalid(field, text, string.Create(CultureInfo.InvariantCulture, $"{path} in body should be at least {min} chars long")));
        }

        if (!rules.Matches(text))
        {
            errors.Add(Faults.Invalid(field, text, $"{path} in body should match '{rules.Pattern}'"));
        }

        if (!Formats.IsOf(rules.Format, text))
        {
            errors.Add(Faults.Invalid(field, text, $"{path} in body must be of type {rules.Format}: {JsonSerializer.Serialize(text, Relaxed)}"));
        }
    }

    private static void Items(JsonArray list, ValueRules rules, string path, List<FieldError> errors)
    {
        if (rules.ItemsMin is { } min && list.Count < min)
        {
            errors.Add(Faults.Invalid(StructureValidation.Field(path), list.Count, string.Create(CultureInfo.InvariantCulture, $"{path} in body should have at least {min} items")));
        }

        TooMany(list.Count, rules.ItemsMax, path, errors);
    }

    private static void Properties(JsonObject map, ValueRules rules, string path, List<FieldError> errors)
    {
        if (rules.PropertiesMin is { } min && map.Count < min)
        {
            errors.Add(Faults.Invalid(StructureValidation.Field(path), map.Count, string.Create(CultureInfo.InvariantCulture, $"{path} in body should have at least {min} properties")));
        }

        TooMany(map.Count, rules.PropertiesMax, path, errors);
    }

    private static void TooMany(int count, long? max, string path, List<FieldError> errors)
    {
        if (count > max)
        {
            errors.Add(new FieldError("FieldValueTooMany", StructureValidation.Field(path), string.Create(CultureInfo.InvariantCulture, $"Too many: {count}: must have at most {max} items")));
        }
    }

    private static string Show(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
