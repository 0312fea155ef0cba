using CloudOrchestrator.Pods.Api;
using CloudOrchestrator.Pods.Events;
using CloudOrchestrator.Pods.Specs;
using CloudOrchestrator.Pods.Status;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Volumes;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>What every pod's worker uses.</summary>
internal sealed record PodWorkerParts(
    IContainerRuntime Runtime,
    IPodVolumes Volumes,
    ContainerSpecs Specs,
    PodApi Api,
    PodEvents Events,
    NodeAddresses Node,
    TimeProvider Time,
    ILogger<PodWorker> Logger);
