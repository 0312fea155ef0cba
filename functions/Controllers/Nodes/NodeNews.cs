using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>What of a pod its node has to know: all but what the node says of it itself.</summary>
internal sealed class NodeNews
{
    private static readonly string[] Told = ["labels", "annotations", "deletionTimestamp", "deletionGracePeriodSeconds"];

    private readonly JsonObject _told = [];

    private NodeNews(JsonObject pod)
    {
        _told["spec"] = pod["spec"]?.DeepClone();
        foreach (var name in Told)
        {
            _told[name] = pod.At("metadata", name)?.DeepClone();
        }
    }

    /// <summary>Whether a change of a pod is news to its node.</summary>
    public static bool IsNews(ResourceObject? before, ResourceObject? after)
    {
        if (PodFacts.Of((after ?? before)!).NodeName.Length == 0)
        {
            return false;
        }

        // A pod that was told to go, and is gone, was most likely taken away by its node.
        return after is null ? !before!.IsDeleting : before is null || !JsonNode.DeepEquals(Of(before)._told, Of(after)._told);
    }

    private static NodeNews Of(ResourceObject pod) => new(pod.Parse());
}
