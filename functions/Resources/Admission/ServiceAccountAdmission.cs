using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>Gives a pod its service account, and the secrets that the account pulls images with.</summary>
internal static class ServiceAccountAdmission
{
    /// <summary>The account of pods that name none. Every namespace is given it.</summary>
    public const string Default = "default";

    /// <summary>Completes a pod.</summary>
    /// <returns>Why it may not be made, or null.</returns>
    public static string? Admit(JsonObject pod, JsonObject spec, string @namespace, PodReferences references)
    {
        if (PodParts.IsMirror(pod))
        {
            return MirrorFault(spec);
        }

        if (string.IsNullOrEmpty(spec.Text("serviceAccountName")))
        {
            spec["serviceAccountName"] = Default;
        }

        var name = spec.Text("serviceAccountName");
        if (references is { Account: null, IsAccountPlanned: false })
        {
            return $"error looking up service account {@namespace}/{name}: serviceaccount \"{name}\" not found";
        }

        if (!spec.Objects("imagePullSecrets").Any() && references.Account?.PullSecrets is { Count: > 0 } secrets)
        {
            spec["imagePullSecrets"] = new JsonArray([.. secrets.Select(secret => new JsonObject { ["name"] = secret })]);
        }

        return null;
    }

    /// <summary>What a node shows of a pod of its own may lean on nothing that only the server has.</summary>
    private static string? MirrorFault(JsonObject spec) =>
        !string.IsNullOrEmpty(spec.Text("serviceAccountName")) ? "a mirror pod may not reference service accounts"
        : PodSecrets.Names(spec).Any() ? "a mirror pod may not reference secrets"
        : spec.Objects("volumes").SelectMany(volume => volume.Objects("projected", "sources")).Any(source => source["serviceAccountToken"] is not null)
            ? "a mirror pod may not use ServiceAccountToken volume projections"
        : null;
}
