using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>The parts of a pod that have a subresource of their own.</summary>
internal static class PodParts
{
    /// <summary>The annotation of a pod that is only the image of one that a node runs by itself.</summary>
    public const string MirrorAnnotation = "kubernetes.io/config.mirror";

    private static readonly string[] Containers = ["containers", "initContainers"];
    private static readonly string[] Resized = ["resources", "resizePolicy"];

    public static IReadOnlyDictionary<Subresource, SubresourcePart> All { get; } = new Dictionary<Subresource, SubresourcePart>
    {
        [Subresource.EphemeralContainers] = new(TakeEphemeral, Ephemeral),
        [Subresource.Resize] = new(TakeSizes, PodResizeValidation.Validate),
    };

    /// <summary>Whether the pod has that annotation.</summary>
    public static bool IsMirror(JsonObject pod) => pod.At("metadata", "annotations", MirrorAnnotation) is not null;

    private static void TakeEphemeral(JsonObject sent, JsonObject pod) => Take(sent["spec"] as JsonObject ?? [], pod.Ensure("spec"), "ephemeralContainers");

    private static void TakeSizes(JsonObject sent, JsonObject pod)
    {
        foreach (var name in Containers)
        {
            var containers = pod.Objects("spec", name).ToLookup(container => container.Text("name"));
            foreach (var container in sent.Objects("spec", name))
            {
                foreach (var own in containers[container.Text("name")])
                {
                    foreach (var field in Resized)
                    {
                        Take(container, own, field);
                    }
                }
            }
        }
    }

    private static void Take(JsonObject from, JsonObject to, string name)
    {
        if (from[name] is { } value)
        {
            to[name] = value.DeepClone();
        }
        else
        {
            to.Remove(name);
        }
    }

    private static IEnumerable<FieldError> Ephemeral(JsonObject item, JsonObject old) =>
        IsMirror(old)
            ? [Faults.Forbidden("", "static pods do not support ephemeral containers")]
            : PodValidation.Whole(item).Concat(EphemeralContainerValidation.Update(item, old));
}
