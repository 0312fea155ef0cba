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
        return JsonNode.DeepEquals(pruned, value)
            ? StructureValidation.Validate(value, structure, at)
            : [Faults.Invalid(at, value.DeepClone(), "must not have unknown fields")];
    }
}
