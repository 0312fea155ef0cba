using k8s.Models;

namespace CloudOrchestrator.Pods.Specs;

/// <summary>A container to be said in the runtime's terms.</summary>
/// <param name="Pod">The pod, its addresses filled in.</param>
/// <param name="Container">The container.</param>
/// <param name="Attempt">How many there were before.</param>
/// <param name="SandboxId">The sandbox to join.</param>
/// <param name="RestartDelay">How long a next attempt will have to wait.</param>
/// <param name="VolumePaths">Where the volumes are, by name.</param>
/// <param name="ImageUser">The user the image's programs run as; empty means root.</param>
/// <param name="PodFolder">The pod's own folder.</param>
internal sealed record ContainerRequest(
    V1Pod Pod,
    V1Container Container,
    int Attempt,
    string SandboxId,
    TimeSpan RestartDelay,
    IReadOnlyDictionary<string, string> VolumePaths,
    string ImageUser,
    string PodFolder);
