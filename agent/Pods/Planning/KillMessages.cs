namespace CloudOrchestrator.Pods.Planning;

/// <summary>What the event says when a container is made to end.</summary>
internal static class KillMessages
{
    public static string Stopping(string container) => $"Stopping container {container}";

    public static string Changed(string container) => $"Container {container} definition changed, will be restarted";

    public static string Unhealthy(string container, string why) => $"Container {container} {why}, will be restarted";
}
