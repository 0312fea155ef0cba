namespace CloudOrchestrator.Pods.Planning;

/// <summary>Something to be done for a pod. No two with one key are under way at a time.</summary>
internal abstract record PodAction
{
    private PodAction(string key) => Key = key;

    /// <summary>What it is about.</summary>
    public string Key { get; }

    /// <summary>Makes the volumes, or brings them up to date.</summary>
    public sealed record PrepareVolumes() : PodAction(VolumesKey);

    /// <summary>Makes and starts a sandbox.</summary>
    /// <param name="Attempt">How many there were before.</param>
    public sealed record CreateSandbox(int Attempt) : PodAction(SandboxKey);

    /// <summary>Ends the sandbox of a pod whose containers have all ended.</summary>
    /// <param name="Id">The engine's id.</param>
    public sealed record StopSandbox(string Id) : PodAction($"stop-sandbox:{Id}");

    /// <summary>Removes a sandbox that does not stand any more.</summary>
    /// <param name="Id">The engine's id.</param>
    public sealed record RemoveSandbox(string Id) : PodAction($"remove:{Id}");

    /// <summary>Sees to it that a container's image is there, as its pull policy says.</summary>
    /// <param name="Container">The container's name.</param>
    /// <param name="Attempt">Which attempt needs it.</param>
    public sealed record EnsureImage(string Container, int Attempt) : PodAction(ImageKey(Container));

    /// <summary>Makes and starts a container.</summary>
    /// <param name="Container">The container's name.</param>
    /// <param name="Attempt">How many there were before.</param>
    /// <param name="SandboxId">The sandbox to join.</param>
    /// <param name="RestartDelay">How long a next attempt will have to wait.</param>
    public sealed record StartContainer(string Container, int Attempt, string SandboxId, TimeSpan RestartDelay) : PodAction(StartKey(Container));

    /// <summary>Asks a container to end, and makes it when its time is over.</summary>
    /// <param name="Id">The engine's id.</param>
    /// <param name="Container">The container's name.</param>
    /// <param name="Grace">How long it has.</param>
    /// <param name="Why">What the event says.</param>
    public sealed record StopContainer(string Id, string Container, TimeSpan Grace, string Why) : PodAction($"stop:{Id}");

    /// <summary>Makes a container end that was given longer.</summary>
    /// <param name="Id">The engine's id.</param>
    public sealed record KillContainer(string Id) : PodAction($"kill:{Id}");

    /// <summary>Removes a container that ended and is not needed any more.</summary>
    /// <param name="Id">The engine's id.</param>
    public sealed record RemoveContainer(string Id) : PodAction($"remove:{Id}");

    /// <summary>Removes all that is left of a pod, and then its object.</summary>
    public sealed record FinishPod() : PodAction("finish");

    public const string VolumesKey = "volumes";

    public const string SandboxKey = "sandbox";

    public static string ImageKey(string container) => $"image:{container}";

    public static string StartKey(string container) => $"start:{container}";
}
