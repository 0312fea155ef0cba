using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Rules of the API objects within custom resources: what every object has, whatever the structure says.</summary>
internal static class EmbeddedValidation
{
    /// <summary>What is of a wrong type. A document with such a value is not read at all.</summary>
    /// <param name="value">The value.</param>
    /// <param name="structure">Its structure.</param>
    /// <param name="path">Its place; empty for a whole document.</param>
    public static IEnumerable<FieldError> Types(JsonNode? value, Structure structure, string path) =>
        Within(value, structure, path).SelectMany(one => TypesOf(one.Resource, one.Path));

    /// <summary>What is wrong with the objects of a value that is in canonical form.</summary>
    /// <param name="value">The value.</param>
    /// <param name="structure">Its structure.</param>
    /// <param name="path">Its place; empty for a whole document.</param>
    public static IEnumerable<FieldError> Validate(JsonNode? value, Structure structure, string path) =>
        Within(value, structure, path).SelectMany(one => Resource(one.Resource, one.Path));

    /// <summary>The API objects within a value, each with its place.</summary>
    /// <param name="value">The value.</param>
    /// <param name="structure">Its structure; null for none that is known.</param>
    /// <param name="path">Its place; empty for a whole document.</param>
    public static IEnumerable<(JsonObject Resource, string Path)> Within(JsonNode? value, Structure? structure, string path)
    {
        if (structure is not { HoldsEmbedded: true })
        {
            return [];
        }

        return value switch
        {
            JsonObject map => (structure.IsEmbedded ? [(map, path)] : Enumerable.Empty<(JsonObject, string)>())
                .Concat(map.SelectMany(member => Within(member.Value, structure.Member(member.Key), MemberAt(structure, path, member.Key)))),
            JsonArray list => list.SelectMany((element, index) => Within(element, structure.Items, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"))),
            _ => [],
        };
    }

    /// <summary>The place of a member: those that the structure does not name are told of as keys of a map.</summary>
    private static string MemberAt(Structure structure, string path, string name) =>
        structure.Properties.ContainsKey(name) ? StructureValidation.At(path, name) : $"{path}[{name}]";

    private static IEnumerable<FieldError> TypesOf(JsonObject resource, string path)
    {
        foreach (var name in new[] { "apiVersion", "kind" })
        {
            if (resource.TryGetPropertyValue(name, out var value) && value.Text() is null)
            {
                yield return Faults.Invalid(StructureValidation.At(path, name), value?.DeepClone() ?? "null", "must be a string");
            }
        }

        if (resource["metadata"] is { } metadata && MetadataFault(metadata) is { } fault)
        {
            yield return Faults.Invalid(StructureValidation.At(path, "metadata"), CustomForm.Free(metadata), fault);
        }
    }

    /// <summary>Why metadata cannot be read, or null.</summary>
    private static string? MetadataFault(JsonNode metadata)
    {
        if (metadata is not JsonObject own)
        {
            return $"json: cannot unmarshal {DecodeFaults.Found(metadata)} into Go value of type v1.ObjectMeta";
        }

        var errors = new List<string>();
        CanonicalForm.Metadata(own, errors);
        return errors.FirstOrDefault();
    }

    private static IEnumerable<FieldError> Resource(JsonObject resource, string path)
    {
        var types = TypesOf(resource, path).ToList();
        if (types.Count > 0)
        {
            return types;
        }

        return Faults.All(
            ApiVersion(resource.Text("apiVersion") ?? "", StructureValidation.At(path, "apiVersion")),
            Kind(resource.Text("kind") ?? "", StructureValidation.At(path, "kind")),
            resource["metadata"] is null ? [] : MetadataValidation.Embedded(resource, path));
    }

    private static IEnumerable<FieldError> ApiVersion(string apiVersion, string at) =>
        apiVersion.Length == 0 ? [Faults.Required(at, "must not be empty")]
        : apiVersion.Count(letter => letter == '/') > 1 ? [Faults.Invalid(at, apiVersion, $"unexpected GroupVersion string: {apiVersion}")]
        : [];

    private static IEnumerable<FieldError> Kind(string kind, string at)
    {
        var faults = string.Join(',', NameRules.ServiceFaults(kind.ToLowerInvariant()));
        return kind.Length == 0 ? [Faults.Required(at, "must not be empty")]
            : faults.Length > 0 ? [Faults.Invalid(at, kind, $"may have mixed case, but should otherwise match: {faults}")]
            : [];
    }
}
