using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Node;

/// <summary>Rules of classes of container runtime.</summary>
internal static class RuntimeClassValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        if (old is not null)
        {
            return [];
        }

        var handler = item.Text("handler") ?? "";
        var overhead = new JsonObject { ["limits"] = item.At("overhead", "podFixed")?.DeepClone() };
        return Faults.Each("handler", handler, NameRules.LabelFaults(handler))
            .Concat(ContainerResourceValidation.Validate(overhead, "overhead"))
            .Concat(MetadataValidation.Labels(item.At("scheduling", "nodeSelector"), "scheduling.nodeSelector"))
            .Concat(Paths.Numbered(item["scheduling"], "tolerations", "scheduling").SelectMany(one => SchedulingValidation.Toleration(one.Item, one.At)));
    }
}
