using CloudOrchestrator.Pods.Api;
using CloudOrchestrator.Pods.Events;
using CloudOrchestrator.Pods.Status;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Volumes;
using CloudOrchestrator.Volumes.Configuration;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>What all pods of a node share.</summary>
internal sealed record NodeContext(
    IContainerRuntime Runtime,
    IPodVolumes Volumes,
    IConfigurationSource Configuration,
    IPodApi Api,
    IEventRecorder Events,
    TimeProvider Time,
    NodeAddresses Node,
    long MachineMemoryBytes,
    ILogger Logger);
