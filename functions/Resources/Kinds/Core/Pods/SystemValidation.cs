using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of what a pod cannot have on the operating system that it is for.</summary>
internal static class SystemValidation
{
    private const string NotOnLinux = "windows options cannot be set for a linux pod";
    private const string NotOnWindows = "cannot be set for a windows pod";

    /// <summary>What the spec has, and what its security context has, in the order in which Kubernetes looks.</summary>
    private static readonly string[] OfLinuxPods =
    [
        "securityContext.appArmorProfile", "securityContext.seLinuxOptions", "hostUsers", "hostPID", "hostIPC", "securityContext.seccompProfile", "securityContext.fsGroup",
        "securityContext.fsGroupChangePolicy", "securityContext.sysctls", "shareProcessNamespace", "securityContext.runAsUser", "securityContext.runAsGroup",
        "securityContext.supplementalGroups", "securityContext.supplementalGroupsPolicy", "securityContext.seLinuxChangePolicy",
    ];

    private static readonly string[] OfLinuxContainers =
        ["appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup"];

    /// <param name="spec">The pod's spec.</param>
    /// <param name="field">Its path.</param>
    public static IEnumerable<FieldError> Validate(JsonObject spec, string field) => spec["os"] is not { } system ? [] : system.Text("name") switch
    {
        "linux" => Linux(spec, field),
        "windows" => Windows(spec, field),
        null or "" => [Faults.Required($"{field}.os.name", "cannot be empty")],
        var name => [Faults.NotSupported($"{field}.os", name, "linux", "windows")],
    };

    private static IEnumerable<FieldError> Linux(JsonObject spec, string field) =>
        PodContainers.Numbered(spec, field).Select(static one => (Item: one.Item, At: one.At.ToString())).Prepend((Item: spec, At: field))
            .Where(one => one.Item.At("securityContext", "windowsOptions") is not null)
            .Select(one => Faults.Forbidden($"{one.At}.securityContext.windowsOptions", NotOnLinux));

    private static IEnumerable<FieldError> Windows(JsonObject spec, string field)
    {
        var ofPod = OfLinuxPods.Where(path => IsSet(spec.At(path.Split('.')), path)).Select(path => Faults.Forbidden($"{field}.{path}", NotOnWindows));
        var ofContainers = PodContainers.Numbered(spec, field)
            .SelectMany(one => OfLinuxContainers.Where(name => one.Item.At("securityContext", name) is not null).Select(name => Faults.Forbidden($"{one.At}.securityContext.{name}", NotOnWindows)));
        return ofPod.Concat(ofContainers);
    }

    /// <summary>Not to share is to share nothing, however it is said.</summary>
    private static bool IsSet(JsonNode? value, string path) => path is "hostPID" or "hostIPC" ? value.Flag() : value is not (null or JsonArray { Count: 0 });
}
