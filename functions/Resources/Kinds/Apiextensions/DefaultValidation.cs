using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

/// <summary>Defaults hold nothing that would be dropped, and follow the schema themselves.</summary>
internal static class DefaultValidation
{
    public static IEnumerable<FieldError> Validate(Structure structure, string at)
    {
        IEnumerable<FieldError> errors = structure.Default is { } value ? Of(value, structure, $"{at}.default") : [];
        if (structure.Items is { } items)
        {
            errors = errors.Concat(Validate(items, $"{at}.items"));
        }

        return errors.Concat(structure.Properties.OrderBy(property => property.Key, StringComparer.Ordinal).SelectMany(property => Validate(property.Value, $"{at}.properties[{property.Key}]")));
    }

    private static IEnumerable<FieldError> Of(JsonNode value, Structure structure, string at)
    {
        var pruned = value.DeepClone();
        Pruning.Prune(pruned, structure, structure.IsEmbedded);
        if (!JsonNode.DeepEquals(pruned, value))
        {
            return [Faults.Invalid(at, value.DeepClone(), "must not have unknown fields")];
        }

        // The API objects within come first: by what is wrong with them, the rest is not judged.
        return Some(EmbeddedValidation.Types(value, structure, at).Take(1)) ?? Some(EmbeddedValidation.Validate(value, structure, at)) ?? StructureValidation.Validate(value, structure, at);
    }

    private static List<FieldError>? Some(IEnumerable<FieldError> errors)
    {
        var found = errors.ToList();
        return found.Count > 0 ? found : null;
    }
}
