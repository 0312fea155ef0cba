using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of giving a pod's containers more or less while they run.</summary>
internal static class PodResizeValidation
{
    private static readonly string[] Resizable = ["cpu", "memory"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old)
    {
        if (HasSharedResources(item) || HasSharedResources(old))
        {
            return [Faults.Forbidden("", "pods with pod-level resources cannot be resized")];
        }

        if (PodParts.IsMirror(old))
        {
            return [Faults.Forbidden("", "static pods cannot be resized")];
        }

        if (old.Text("spec", "os", "name") == "windows")
        {
            return [Faults.Forbidden("", "windows pods cannot be resized")];
        }

        var (spec, before) = (item["spec"] as JsonObject ?? [], old["spec"] as JsonObject ?? []);
        return PodValidation.Whole(item).Concat(Whole(spec, before, old)).Concat(Removed(spec, before));
    }

    private static IEnumerable<FieldError> Whole(JsonObject spec, JsonObject before, JsonObject old)
    {
        if (PodQuality.ClassOf(spec) != (old.Text("status", "qosClass") ?? PodQuality.ClassOf(before)))
        {
            yield return Faults.Invalid("spec", old.Text("status", "qosClass"), "Pod QOS Class may not change as a result of resizing");
        }

        // A node that can resize says what its running containers have.
        var running = old.Objects("status", "containerStatuses").FirstOrDefault(status => status.At("state", "running") is not null);
        if (running is not null && running["resources"] is null)
        {
            yield return Faults.Forbidden("spec", "Pod running on node without support for resize");
        }

        foreach (var error in Containers(spec, before))
        {
            yield return error;
        }
    }

    private static bool HasSharedResources(JsonObject pod) => pod.Map("spec", "resources", "requests").Count + pod.Map("spec", "resources", "limits").Count > 0;

    private static IEnumerable<FieldError> Containers(JsonObject spec, JsonObject before)
    {
        var (now, then) = (Fixed(spec), Fixed(before));
        foreach (var _ in now.Objects("containers").Zip(then.Objects("containers")).Where(pair => !JsonNode.DeepEquals(pair.First, pair.Second)))
        {
            yield return Faults.Forbidden("spec", "only cpu and memory resources are mutable");
        }

        foreach (var (container, _) in now.Objects("initContainers").Zip(then.Objects("initContainers")).Where(pair => !JsonNode.DeepEquals(pair.First, pair.Second)))
        {
            yield return Faults.Forbidden("spec", container.Text("restartPolicy") == "Always" ? "only cpu and memory resources for sidecar containers are mutable" : "resources for non-sidecar init containers are immutable");
        }
    }

    private static IEnumerable<FieldError> Removed(JsonObject spec, JsonObject before) =>
        Paths.Numbered(spec, "initContainers", "spec").Zip(before.Objects("initContainers")).Where(pair => pair.Second.Text("restartPolicy") == "Always")
            .Concat(Paths.Numbered(spec, "containers", "spec").Zip(before.Objects("containers")))
            .SelectMany(pair => new[] { "requests", "limits" }
                .Where(kind => pair.Second.Map("resources", kind).Keys.Except(pair.First.Item.Map("resources", kind).Keys).Any())
                .Select(kind => Faults.Forbidden($"{pair.First.At}.resources.{kind}", $"resource {kind} cannot be removed")));

    /// <summary>The part of a spec that a resize does not change: of containers that end at the start, all of it.</summary>
    private static JsonObject Fixed(JsonObject spec)
    {
        var copy = (JsonObject)spec.DeepClone();
        foreach (var container in copy.Objects("containers").Concat(copy.Objects("initContainers").Where(one => one.Text("restartPolicy") == "Always")))
        {
            container.Remove("resizePolicy");
            foreach (var amounts in new[] { "requests", "limits" }.Select(kind => container.At("resources", kind)).OfType<JsonObject>())
            {
                foreach (var resource in Resizable)
                {
                    amounts.Remove(resource);
                }
            }

            foreach (var kind in new[] { "requests", "limits" }.Where(kind => container.At("resources", kind) is JsonObject { Count: 0 }))
            {
                (container["resources"] as JsonObject)?.Remove(kind);
            }
        }

        return copy;
    }
}
