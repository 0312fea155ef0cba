using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.FlowControl;
using CloudOrchestrator.Resources.Kinds.Scheduling;

namespace CloudOrchestrator.Controllers.Bootstrapping;

/// <summary>The objects that every cluster has beside its namespaces: classes of priority, and flows with their levels.</summary>
internal static class BootstrapObjects
{
    /// <summary>Whether the spec of a flow or a level follows the program's from version to version.</summary>
    internal const string AutoUpdate = "apf.kubernetes.io/autoupdate-spec";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BootstrapObject> All { get; } =
    [
        .. SystemPriorityClasses.All().Select(document => new BootstrapObject(SchedulingKinds.PriorityClasses, document, static _ => null)),
        .. MandatoryFlows.Names.Select(name => Flow(FlowControlKinds.PriorityLevelConfigurations, name, Whole(name, MandatoryFlows.Level(name)!.AsObject()), isMandatory: true)),
        .. SuggestedFlows.Levels.Select(level => Flow(FlowControlKinds.PriorityLevelConfigurations, level.Name, level.Spec, isMandatory: false)),
        .. MandatoryFlows.Names.Select(name => Flow(FlowControlKinds.FlowSchemas, name, MandatoryFlows.Schema(name)!.AsObject(), isMandatory: true)),
        .. SuggestedFlows.Schemas.Select(flow => Flow(FlowControlKinds.FlowSchemas, flow.Name, flow.Spec, isMandatory: false)),
    ];

    private static BootstrapObject Flow(ResourceKind kind, string name, JsonObject spec, bool isMandatory)
    {
        var document = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = new JsonObject { [AutoUpdate] = "true" } },
            ["spec"] = spec,
        };
        return new BootstrapObject(kind, document, current => Maintained(current, spec, isMandatory));
    }

    /// <summary>Without what may be changed in it, the spec of the level of what never waits is not to be compared.</summary>
    private static JsonObject Whole(string name, JsonObject spec)
    {
        if (name == MandatoryFlows.Exempt)
        {
            spec["exempt"] = new JsonObject { ["nominalConcurrencyShares"] = 0, ["lendablePercent"] = 0 };
        }

        return spec;
    }

    /// <summary>A suggested spec is kept as it is where its annotation says so, or, without one, where somebody has changed it.</summary>
    private static JsonObject? Maintained(JsonObject current, JsonObject spec, bool isMandatory)
    {
        var annotation = current.Text("metadata", "annotations", AutoUpdate);
        var follows = isMandatory || (bool.TryParse(annotation, out var says) ? says : current.Integer("metadata", "generation") == 1);
        var wanted = (JsonObject)spec.DeepClone();
        if (wanted.ContainsKey("exempt") && current.At("spec", "exempt") is { } chosen)
        {
            wanted["exempt"] = chosen.DeepClone();
        }

        if (annotation == Text(follows) && (!follows || JsonNode.DeepEquals(current["spec"], wanted)))
        {
            return null;
        }

        current.Ensure("metadata").Ensure("annotations")[AutoUpdate] = Text(follows);
        if (follows)
        {
            current["spec"] = wanted;
        }

        return current;
    }

    private static string Text(bool follows) => follows ? "true" : "false";
}
