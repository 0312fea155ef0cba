using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Validates values by a structure, in Kubernetes' wording.</summary>
internal static class StructureValidation
{
    /// <summary>The path of what concerns no single field.</summary>
    public const string Whole = "<nil>";

    /// <summary>Most faults that are reported of one document.</summary>
    private const int ErrorsMax = 100;

    /// <summary>What is wrong with a whole custom resource; on an update, with what it changes.</summary>
    /// <param name="document">The resource.</param>
    /// <param name="structure">Its structure.</param>
    /// <param name="old">The resource before; null on create.</param>
    public static IReadOnlyList<FieldError> Validate(JsonObject document, Structure structure, JsonObject? old = null) => Validate(document, structure, "", old);

    /// <summary>What is wrong with a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="structure">Its structure.</param>
    /// <param name="path">Its place; empty for a whole document.</param>
    /// <param name="old">The value before; null for none.</param>
    public static IReadOnlyList<FieldError> Validate(JsonNode? value, Structure structure, string path, JsonNode? old = null)
    {
        var errors = new List<FieldError>();
        Check(value, Earlier.Of(old), structure, path, errors);
        errors.AddRange(EmbeddedValidation.Validate(value, structure, path).Take(ErrorsMax));
        var before = new List<FieldError>();
        if (old is not null)
        {
            ListValidation.Check(old, structure, path, before);
        }

        if (before.Count == 0)
        {
            ListValidation.Check(value, structure, path, errors);
        }

        return errors.Count > ErrorsMax ? errors[..ErrorsMax] : errors;
    }

    /// <summary>Checks a value; where it is as it was, nothing is held against it.</summary>
    private static void Check(JsonNode? value, Earlier old, Structure structure, string path, List<FieldError> errors)
    {
        var count = errors.Count;
        Node(value, old, structure, path, errors);
        if (errors.Count > count && old.Is(value))
        {
            errors.RemoveRange(count, errors.Count - count);
        }
    }

    private static void Node(JsonNode? value, Earlier old, Structure structure, string path, List<FieldError> errors)
    {
        if (value is null && structure.IsNullable)
        {
            return;
        }

        if (WrongType(value, structure) is { } wanted)
        {
            // Of what is neither a string nor a list the formats are told, where the schema has one.
            errors.Add(structure.Rules.Format is { Length: > 0 } format && Formats.IsKnown(structure.Type, format) && value is not null and not JsonArray && value.Text() is null
                ? TypeInvalid(path, format, FormatOf(value))
                : TypeInvalid(path, wanted, TypeOf(value)));
            return;
        }

        ValueValidation.Check(value, structure.Rules, path, errors);
        Enumerated(value, structure.Rules, path, errors);
        Junctors(value, structure, path, errors);
        switch (value)
        {
            case JsonArray list when structure.Items is { } items:
                var before = old.Elements(structure);
                for (var index = 0; index < list.Count && errors.Count < ErrorsMax; index++)
                {
                    Check(list[index], before.Of(list[index]), items, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), errors);
                }

                break;
            case JsonObject map:
                Members(map, old, structure, path, errors);
                break;
        }
    }

    private static void Members(JsonObject map, Earlier old, Structure structure, string path, List<FieldError> errors)
    {
        foreach (var name in structure.Rules.Required.Where(name => !map.ContainsKey(name)))
        {
            errors.Add(Faults.Required(At(path, name)));
        }

        foreach (var (name, member) in map)
        {
            if (errors.Count < ErrorsMax && structure.Member(name) is { } known)
            {
                Check(member, old.Member(name), known, At(path, name), errors);
            }
        }
    }

    /// <summary>What schemas that are joined say; of those that fail the one with the fewest faults is quoted.</summary>
    private static void Junctors(JsonNode? value, Structure structure, string path, List<FieldError> errors)
    {
        var any = Faulty(structure.AnyOf, value, path);
        if (any.Count > 0 && any.All(one => one.Count > 0))
        {
            errors.Add(Joined(path, "must validate at least one schema (anyOf)"));
            errors.AddRange(any.MinBy(one => one.Count)!);
        }

        OneOf(Faulty(structure.OneOf, value, path), path, errors);
        var all = Faulty(structure.AllOf, value, path);
        if (all.Any(one => one.Count > 0))
        {
            errors.Add(Joined(path, "must validate all the schemas (allOf)" + (all.All(one => one.Count > 0) ? ". None validated" : "")));
            errors.AddRange(all.SelectMany(one => one));
        }

        if (structure.Not is { } not && Faulty([not], value, path)[0].Count == 0)
        {
            errors.Add(Joined(path, "must not validate the schema (not)"));
        }
    }

    private static void OneOf(List<List<FieldError>> faults, string path, List<FieldError> errors)
    {
        const string detail = "must validate one and only one schema (oneOf). Found";
        var valid = faults.Count(one => one.Count == 0);
        if (valid > 1)
        {
            errors.Add(Joined(path, string.Create(CultureInfo.InvariantCulture, $"{detail} {valid} valid alternatives")));
        }
        else if (valid == 0 && faults.Count > 0)
        {
            errors.Add(Joined(path, $"{detail} none valid"));
            errors.AddRange(faults.MinBy(one => one.Count)!);
        }
    }

    private static List<List<FieldError>> Faulty(IReadOnlyList<Structure> structures, JsonNode? value, string path) =>
        [.. structures.Select(one =>
        {
            var errors = new List<FieldError>();
            Check(value, Earlier.None, one, path, errors);
            return errors;
        })];

    private static void Enumerated(JsonNode? value, ValueRules rules, string path, List<FieldError> errors)
    {
        if (rules.Enumeration.Count > 0 && !rules.Enumeration.Any(one => JsonNode.DeepEquals(one, value)))
        {
            var supported = string.Join(", ", rules.Enumeration.Select(one => one.Text() is { } text ? $"\"{text}\"" : $"\"{one?.ToJsonString() ?? "null"}\""));
            errors.Add(new FieldError("FieldValueNotSupported", Field(path), $"Unsupported value: {value?.ToJsonString(ValueValidation.Relaxed) ?? "null"}: supported values: {supported}"));
        }
    }

    /// <summary>The type that a value is not of, or null.</summary>
    private static string? WrongType(JsonNode? value, Structure structure)
    {
        var found = TypeOf(value);
        var isNumber = ValueRules.Number(value) is not null;
        return structure.IsIntOrString ? found is "integer" or "string" ? null : "integer,string"
            : structure.Type is "" || structure.Type == found || (structure.Type == "number" && isNumber) ? null
            : structure.Type;
    }

    public static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => GoNumber.IsInteger(value) ? "integer" : "number",
        },
    };

    /// <summary>The format that Go gives a value of which none is said.</summary>
    private static string FormatOf(JsonNode value) => value.GetValueKind() != JsonValueKind.Number ? "" : value.Integer() is not null ? "int64" : "float64";

    public static FieldError TypeInvalid(string path, string wanted, string found) =>
        new("FieldValueTypeInvalid", Field(path), $"Invalid value: \"{found}\": {path} in body must be of type {wanted}: \"{found}\"");

    public static string Field(string path) => path.Length == 0 ? Whole : path;

    public static string At(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static FieldError Joined(string path, string detail) => new("FieldValueInvalid", Whole, $"Invalid value: \"\": \"{path}\" {detail}");
}
