using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers;

/// <summary>What controllers ask of pods.</summary>
internal static class Pods
{
    /// <summary>Neither ended nor on its way out.</summary>
    public static bool IsActive(JsonObject pod) =>
        pod.Text("status", "phase") is not ("Succeeded" or "Failed") && pod.At("metadata", "deletionTimestamp") is null;

    public static bool IsReady(JsonObject pod) => Conditions.Find(pod["status"], "Ready").Text("status") == "True";

    /// <summary>Ready for at least so long.</summary>
    public static bool IsAvailable(JsonObject pod, long minReadySeconds, DateTimeOffset now) =>
        IsReady(pod) && (minReadySeconds == 0 || ReadySince(pod) is { } since && now - since >= TimeSpan.FromSeconds(minReadySeconds));

    public static DateTimeOffset? ReadySince(JsonObject pod) =>
        DateTimeOffset.TryParse(Conditions.Find(pod["status"], "Ready").Text("lastTransitionTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
