using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Kinds.Core;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>Decides what a deletion does to an object. Pure.</summary>
internal static class Deletion
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    /// <summary>The object marked for deletion, or null when it goes at once.</summary>
    public static JsonObject? Mark(ResourceKind kind, JsonObject current, DeletePolicy policy, DateTimeOffset now)
    {
        var metadata = (JsonObject)current["metadata"]!;
        var grace = Grace(kind, current, policy);
        if (!IsUnderWay(kind, metadata, policy))
        {
            SetFinalizers(metadata, policy.Propagation ?? Propagates(kind, metadata));
        }

        if (metadata["deletionTimestamp"] is null)
        {
            kind.PrepareDelete(current, now);
        }

        if (kind == CoreKinds.Namespaces)
        {
            var isEmptied = current.At("spec", "finalizers") is not JsonArray { Count: > 0 };
            if (isEmptied && !HasFinalizers(metadata))
            {
                return null;
            }

            current.Ensure("status")["phase"] = "Terminating";
        }
        else if (grace == 0 && !HasFinalizers(metadata))
        {
            return null;
        }

        if (metadata.Text("deletionTimestamp") is { } marked)
        {
            // A grace period can be cut short, never made longer.
            var before = metadata.Integer("deletionGracePeriodSeconds") ?? 0;
            if (grace < before && DateTimeOffset.TryParse(marked, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end))
            {
                metadata["deletionTimestamp"] = Preparation.TimeText(end - TimeSpan.FromSeconds(before - grace));
                metadata["deletionGracePeriodSeconds"] = grace;
            }

            return current;
        }

        metadata["deletionTimestamp"] = Preparation.TimeText(now + TimeSpan.FromSeconds(grace));
        if (kind != CoreKinds.Namespaces && kind != ApiextensionsKinds.CustomResourceDefinitions)
        {
            // These two Kubernetes marks by the time alone.
            metadata["deletionGracePeriodSeconds"] = grace;
        }

        if (metadata.Integer("generation") is { } generation)
        {
            metadata["generation"] = generation + 1;
        }

        return current;
    }

    /// <summary>Whether an object that is marked has nothing left to wait for.</summary>
    public static bool IsDone(ResourceKind kind, JsonObject document) =>
        document.At("metadata", "deletionTimestamp") is not null
        && !HasFinalizers((JsonObject)document["metadata"]!)
        && (kind != CoreKinds.Namespaces || document.At("spec", "finalizers") is not JsonArray { Count: > 0 })
        && (kind != CoreKinds.Pods || document.Integer("metadata", "deletionGracePeriodSeconds") is null or 0);

    /// <summary>Only a pod that has been given to a node and may still run takes time.</summary>
    private static long Grace(ResourceKind kind, JsonObject current, DeletePolicy policy)
    {
        if (kind != CoreKinds.Pods || string.IsNullOrEmpty(current.Text("spec", "nodeName")) || current.Text("status", "phase") is "Succeeded" or "Failed")
        {
            return 0;
        }

        // What is negative stands for the least there is, as in Kubernetes.
        return (policy.GracePeriodSeconds ?? current.Integer("spec", "terminationGracePeriodSeconds") ?? 30) is >= 0 and var seconds ? seconds : 1;
    }

    /// <summary>Whether a deletion is under way that a further one changes nothing of: a namespace's, and a pod's that does not become shorter by it. Of all others
    /// what becomes of the dependents can still be said otherwise, as by who waits for them no longer.</summary>
    private static bool IsUnderWay(ResourceKind kind, JsonObject metadata, DeletePolicy policy) =>
        metadata["deletionTimestamp"] is not null
        && (kind == CoreKinds.Namespaces || (kind == CoreKinds.Pods && metadata.Integer("deletionGracePeriodSeconds") is { } before && !(policy.GracePeriodSeconds < before)));

    /// <summary>What becomes of the dependents where the deletion does not say: what the object's finalizers do, or else what its kind does.</summary>
    private static Propagation Propagates(ResourceKind kind, JsonObject metadata) =>
        metadata.Texts("finalizers").FirstOrDefault(one => one is Foreground or Orphan) switch
        {
            Foreground => Propagation.Foreground,
            Orphan => Propagation.Orphan,
            _ => kind.OrphansByDefault ? Propagation.Orphan : Propagation.Background,
        };

    private static void SetFinalizers(JsonObject metadata, Propagation propagation)
    {
        var finalizers = metadata["finalizers"] as JsonArray ?? [];
        var wanted = propagation switch { Propagation.Foreground => Foreground, Propagation.Orphan => Orphan, _ => null };
        foreach (var other in finalizers.Where(one => one.Text() is Foreground or Orphan && one.Text() != wanted).ToList())
        {
            finalizers.Remove(other);
        }

        if (wanted is not null && !finalizers.Any(one => one.Text() == wanted))
        {
            finalizers.Add(wanted);
        }

        metadata.Remove("finalizers");
        if (finalizers.Count > 0)
        {
            metadata["finalizers"] = finalizers;
        }
    }

    private static bool HasFinalizers(JsonObject metadata) => metadata["finalizers"] is JsonArray { Count: > 0 };
}
