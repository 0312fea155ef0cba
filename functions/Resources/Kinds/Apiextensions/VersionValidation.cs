using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

/// <summary>Rules of one version of a custom kind.</summary>
internal static class VersionValidation
{
    private const int WarningLengthMax = 256;
    private const int SelectableFieldsMax = 8;

    private static readonly string[] ColumnTypes = ["boolean", "date", "integer", "number", "string"];
    private static readonly string[] ColumnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    public static IEnumerable<FieldError> Validate(JsonObject version, string at)
    {
        var name = version.Text("name") ?? "";
        var faults = string.Join(',', NameRules.ServiceFaults(name));
        IEnumerable<FieldError> errors = faults.Length > 0 ? [Faults.Invalid($"{at}.name", name, faults)] : [];
        errors = errors.Concat(Deprecation(version, at));
        errors = version.At("schema", "openAPIV3Schema") is JsonObject schema
            ? errors.Concat(SchemaValidation.Validate(schema, $"{at}.schema.openAPIV3Schema", version.At("subresources", "status") is not null)).Concat(Selectable(version, schema, at))
            : errors.Append(Faults.Required($"{at}.schema.openAPIV3Schema", "schemas are required"));
        return errors
            .Concat(version.At("subresources", "scale") is { } scale ? Scale(scale, $"{at}.subresources.scale") : [])
            .Concat(Paths.Numbered(version, "additionalPrinterColumns", at).SelectMany(one => Column(one.Item, one.At)));
    }

    private static IEnumerable<FieldError> Deprecation(JsonObject version, string at)
    {
        if (version.Text("deprecationWarning") is not { } warning)
        {
            yield break;
        }

        if (!version.Flag("deprecated"))
        {
            yield return Faults.Invalid($"{at}.deprecationWarning", warning, "can only be set for deprecated versions");
        }
        else if (warning.Length is 0 or > WarningLengthMax)
        {
            yield return Faults.Invalid($"{at}.deprecationWarning", warning, warning.Length == 0 ? "must not be an empty string" : "must be <= 256 characters long");
        }
    }

    private static IEnumerable<FieldError> Scale(JsonNode scale, string at) =>
        Path(scale.Text("specReplicasPath"), $"{at}.specReplicasPath", isRequired: true, "should be a json path under .spec", ".spec.")
            .Concat(Path(scale.Text("statusReplicasPath"), $"{at}.statusReplicasPath", isRequired: true, "should be a json path under .status", ".status."))
            .Concat(Path(scale.Text("labelSelectorPath"), $"{at}.labelSelectorPath", isRequired: false, "should be a json path under either .spec or .status", ".spec.", ".status."));

    private static IEnumerable<FieldError> Path(string? path, string at, bool isRequired, string detail, params string[] roots) =>
        string.IsNullOrEmpty(path) ? isRequired ? [Faults.Required(at)] : []
        : path[0] != '.' ? [Faults.Invalid(at, path, "must be a simple json path starting with .")]
        : roots.Any(root => path.StartsWith(root, StringComparison.Ordinal)) ? []
        : [Faults.Invalid(at, path, detail)];

    private static IEnumerable<FieldError> Column(JsonObject column, string at)
    {
        if (string.IsNullOrEmpty(column.Text("name")))
        {
            yield return Faults.Required($"{at}.name");
        }

        var type = column.Text("type") ?? "";
        if (!ColumnTypes.Contains(type))
        {
            var detail = $"must be one of {string.Join(',', ColumnTypes)}";
            yield return type.Length == 0 ? Faults.Required($"{at}.type", detail) : Faults.Invalid($"{at}.type", type, detail);
        }

        if (column.Text("format") is { Length: > 0 } format && !ColumnFormats.Contains(format))
        {
            yield return Faults.Invalid($"{at}.format", format, $"must be one of {string.Join(',', ColumnFormats)}");
        }

        foreach (var error in Path(column.Text("jsonPath"), $"{at}.JSONPath", isRequired: true, "", "."))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Selectable(JsonObject version, JsonObject schema, string at)
    {
        var fields = version.Objects("selectableFields").ToList();
        if (fields.Count > SelectableFieldsMax)
        {
            yield return new FieldError("FieldValueTooMany", $"{at}.selectableFields", $"Too many: {fields.Count}: must have at most {SelectableFieldsMax} items");
        }

        var seen = new HashSet<string>();
        for (var index = 0; index < fields.Count; index++)
        {
            var path = fields[index].Text("jsonPath") ?? "";
            var where = $"{at}.selectableFields[{index}].jsonPath";
            if (path.Length == 0)
            {
                yield return Faults.Required(where);
            }
            else if (FaultOf(path, schema) is { } fault)
            {
                yield return Faults.Invalid(where, path, fault);
            }
            else if (!seen.Add(path))
            {
                yield return Faults.Duplicate(where, path);
            }
        }
    }

    /// <summary>A selectable field is a single value of the schema, and none of the metadata, which is selectable anyway.</summary>
    private static string? FaultOf(string path, JsonObject schema)
    {
        if (path[0] != '.')
        {
            return "must be a simple json path starting with .";
        }

        var members = JsonPathReader.Members(path);
        if (members is ["metadata", ..])
        {
            return "must not point to fields in metadata";
        }

        JsonNode? node = schema;
        foreach (var member in members)
        {
            node = node.At("properties", member);
            if (node is null)
            {
                return $"is an invalid path: does not refer to a valid field: \"{member}\"";
            }
        }

        return node.Text("type") is "string" or "integer" or "boolean" ? null : "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.";
    }
}
