namespace CloudOrchestrator.Pods.Planning;

/// <summary>Why a container waits, in Kubernetes' words.</summary>
internal static class WaitingReasons
{
    public const string ContainerCreating = "ContainerCreating";
    public const string PodInitializing = "PodInitializing";
    public const string CrashLoopBackOff = "CrashLoopBackOff";
    public const string ErrImagePull = "ErrImagePull";
    public const string ErrImageNeverPull = "ErrImageNeverPull";
    public const string InvalidImageName = "InvalidImageName";
    public const string ImagePullBackOff = "ImagePullBackOff";
    public const string CreateContainerConfigError = "CreateContainerConfigError";
    public const string CreateContainerError = "CreateContainerError";
    public const string RunContainerError = "RunContainerError";

    /// <summary>For how long a failed pull is called an error, before it is called a back-off.</summary>
    public static readonly TimeSpan ErrorShownFor = TimeSpan.FromSeconds(2);
}
