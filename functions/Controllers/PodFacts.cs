using System.Globalization;
using System.Text.Json;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers;

/// <summary>What controllers ask of a pod, taken from its document once: a ReplicaSet of a thousand pods looks at all of them at every change of one.</summary>
internal sealed record PodFacts
{
    public required string Name { get; init; }

    public required string Uid { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required string Created { get; init; }

    public required string NodeName { get; init; }

    public required string Phase { get; init; }

    public required bool IsDeleting { get; init; }

    public required bool HasController { get; init; }

    public required bool IsReady { get; init; }

    /// <summary>When it last became ready or unready.</summary>
    public required DateTimeOffset? ReadySince { get; init; }

    public required long Restarts { get; init; }

    /// <summary>Its <c>controller.kubernetes.io/pod-deletion-cost</c>.</summary>
    public required int DeletionCost { get; init; }

    /// <summary>Neither ended nor on its way out.</summary>
    public bool IsActive => Phase is not ("Succeeded" or "Failed") && !IsDeleting;

    public static PodFacts Of(ResourceObject pod) => pod.Derived(static pod => pod.Read(document => From(document, pod)));

    /// <summary>Ready for at least so long.</summary>
    public bool IsAvailable(long minReadySeconds, DateTimeOffset now) =>
        IsReady && (minReadySeconds == 0 || (ReadySince is { } since && now - since >= TimeSpan.FromSeconds(minReadySeconds)));

    private static PodFacts From(JsonElement pod, ResourceObject item)
    {
        var (metadata, status) = (pod.At("metadata"), pod.At("status"));
        var ready = status.Elements("conditions").FirstOrDefault(one => one.Text("type") == "Ready");
        var cost = metadata.Text("annotations", "controller.kubernetes.io/pod-deletion-cost");
        return new PodFacts
        {
            Name = item.Name.Name,
            Uid = item.Uid,
            Labels = item.Labels,
            Created = metadata.Text("creationTimestamp") ?? "",
            NodeName = pod.Text("spec", "nodeName") ?? "",
            Phase = status.Text("phase") ?? "",
            IsDeleting = item.IsDeleting,
            HasController = item.Owners.Any(one => one.IsController),
            IsReady = ready.Text("status") == "True",
            ReadySince = DateTimeOffset.TryParse(ready.Text("lastTransitionTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : null,
            Restarts = status.Elements("containerStatuses").Sum(one => one.Integer("restartCount") ?? 0),
            DeletionCost = int.TryParse(cost, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : 0,
        };
    }
}
