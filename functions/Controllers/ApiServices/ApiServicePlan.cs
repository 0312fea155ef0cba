using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.ApiRegistration;

namespace CloudOrchestrator.Controllers.ApiServices;

/// <summary>Decides what becomes of the API service of a version that this server serves itself, or no longer.</summary>
internal static class ApiServicePlan
{
    /// <summary>The label of the API services that the server looks after; of others it keeps its hands off.</summary>
    public const string Label = "kube-aggregator.kubernetes.io/automanaged";

    private const string OnStart = "onstart";
    private const string Always = "true";

    /// <summary>The name of a version's API service, such as <c>v1.apps</c>.</summary>
    public static string NameOf(string group, string version) => $"{version}.{group}";

    /// <summary>Whether the server looks after it.</summary>
    public static bool IsManaged(JsonNode? service) => service.Text("metadata", "labels", Label) is OnStart or Always;

    /// <summary>The versions that a definition of custom resources has served: those it says are, once its names are accepted.</summary>
    public static IEnumerable<(string Group, string Version)> ServedBy(JsonObject? definition) =>
        definition is null || Conditions.Find(definition["status"], "Established").Text("status") != "True"
            ? []
            : definition.Objects("spec", "versions").Where(version => version.Flag("served")).Select(version => (definition.Text("spec", "group")!, version.Text("name")!));

    /// <summary>The API service of a version as it is made.</summary>
    public static JsonObject Wanted(string group, string version)
    {
        var priority = ApiPriorities.Of(group, version);
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = NameOf(group, version),
                ["labels"] = new JsonObject { [Label] = ApiPriorities.IsBuiltIn(group, version) ? OnStart : Always },
            },
            ["spec"] = new JsonObject
            {
                ["group"] = group,
                ["groupPriorityMinimum"] = priority.Group,
                ["version"] = version,
                ["versionPriority"] = priority.Version,
            },
        };
    }

    /// <summary>What is to be done to the API service that is there, or not there, where one is wanted, or none.</summary>
    public static ApiServiceStep Decide(JsonObject? wanted, JsonNode? current) => (wanted, current) switch
    {
        (null, null) => ApiServiceStep.None,
        (_, null) => ApiServiceStep.Create,
        _ when !IsManaged(current) => ApiServiceStep.None,
        (null, _) => ApiServiceStep.Delete,
        _ => IsAs(current, wanted) ? ApiServiceStep.None : ApiServiceStep.Update,
    };

    /// <summary>An empty group is written in neither form.</summary>
    private static bool IsAs(JsonNode current, JsonObject wanted) =>
        new[] { "groupPriorityMinimum", "versionPriority" }.All(number => current.Integer("spec", number) == wanted.Integer("spec", number)) && current.At("spec", "service") is null;
}
