using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Storage;

/// <summary>Rules of how much storage there is.</summary>
internal static class CapacityValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var name = item.Text("storageClassName") ?? "";
        return SelectorValidation.Validate(item["nodeTopology"], "nodeTopology")
            .Concat(Faults.Each("storageClassName", name, NameRules.SubdomainFaults(name)))
            .Concat(NotNegative(item, "capacity"))
            .Concat(NotNegative(item, "maximumVolumeSize"));
    }

    private static IEnumerable<FieldError> NotNegative(JsonObject item, string field) =>
        Quantity.TryParse(item.Text(field), out var quantity) && quantity.IsNegative ? [Faults.Invalid(field, item.Text(field), "must be greater than or equal to 0")] : [];
}
