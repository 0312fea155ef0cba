using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>A node that pods are bound to though it is not there. Its pods are collected once it is still missing after a while. Pure.</summary>
/// <remarks>The wait is a key of its own, such as <c>n1@1767225600000</c>, which comes when it is over, in whatever process. With the time of the finding in it,
/// in milliseconds since 1970, a later finding does not put off an earlier one.</remarks>
internal static class MissingNode
{
    /// <summary>How long a node has to be missing before its pods are collected: it may only just be about to register.</summary>
    /// <remarks>Source: Kubernetes' pod garbage collector.</remarks>
    public static readonly TimeSpan Quarantine = TimeSpan.FromSeconds(40);

    /// <summary>No node's name has it.</summary>
    private const char Since = '@';

    /// <summary>The key that comes when the wait is over.</summary>
    public static string KeyOf(string node, DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{node}{Since}{now.ToUnixTimeMilliseconds()}");

    /// <summary>The node that a key is of, and whether it was missing already a wait ago.</summary>
    public static (string Node, bool WasMissing) Parse(string key) => key.IndexOf(Since, StringComparison.Ordinal) is var at and > 0 ? (key[..at], true) : (key, false);

    /// <summary>The status of a pod of such a node before it goes; null where it has ended already. No node will ever say that it has.</summary>
    public static JsonObject? Ended(JsonObject pod, DateTimeOffset now)
    {
        if (pod.Text("status", "phase") is "Succeeded" or "Failed")
        {
            return null;
        }

        var status = pod["status"]?.DeepClone() as JsonObject ?? [];
        status["phase"] = "Failed";
        Conditions.Set(status, "DisruptionTarget", "True", "DeletionByPodGC", "PodGC: node no longer exists", now);
        return status;
    }
}
