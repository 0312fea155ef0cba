using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of what a pod shares with its node.</summary>
internal static class HostNamespaceValidation
{
    private const string Message = "when `pod.Spec.HostUsers` is false";

    /// <summary>A pod whose users are not the node's has no other namespace of the node.</summary>
    public static IEnumerable<FieldError> Users(JsonObject spec, string field) =>
        !HasOwnUsers(spec)
            ? []
            : Faults.All(
                spec.Flag("hostNetwork") ? [Faults.Forbidden($"{field}.hostNetwork", Message)] : [],
                spec.Flag("hostPID") ? [Faults.Forbidden($"{field}.HostPID", Message)] : [], // The names that Kubernetes gives these two.
                spec.Flag("hostIPC") ? [Faults.Forbidden($"{field}.HostIPC", Message)] : []);

    /// <summary>Whether root in a pod's containers is somebody else on its node.</summary>
    public static bool HasOwnUsers(JsonObject spec) => spec["hostUsers"] is { } shared && !shared.Flag();
}
