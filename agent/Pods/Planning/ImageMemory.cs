namespace CloudOrchestrator.Pods.Planning;

/// <summary>What is known of the image that a container's attempt needs.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Image">The image.</param>
/// <param name="Failure">Why it is not there; null if it is.</param>
/// <param name="User">The user its programs run as; empty means root.</param>
internal sealed record ImageMemory(int Attempt, string Image, Failure? Failure, string User);
