using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of security contexts.</summary>
internal static class SecurityValidation
{
    private const string IdRange = "must be between 0 and 2147483647, inclusive";

    private static readonly string[] Ids = ["fsGroup", "runAsUser", "runAsGroup"];

    /// <param name="spec">The pod's spec.</param>
    /// <param name="field">Its path.</param>
    public static IEnumerable<FieldError> Pod(JsonObject spec, string field)
    {
        // A pod without a context can be at fault in one thing, of which Kubernetes tells by the context's path all the same.
        if (spec["securityContext"] is not { } context)
        {
            return SharedTwice(spec, field);
        }

        var at = $"{field}.securityContext";
        var groups = (context.At("supplementalGroups") as JsonArray ?? []).Index().Where(one => one.Item.Integer() is < 0 or > int.MaxValue)
            .Select(one => Faults.Invalid($"{at}.supplementalGroups[{one.Index}]", one.Item.Integer(), IdRange));
        return Faults.All(
            Users(context, at),
            groups,
            SharedTwice(spec, field),
            SysctlValidation.Validate(spec, at),
            Choices.OneOfIfSet($"{at}.fsGroupChangePolicy", context.Text("fsGroupChangePolicy"), "Always", "OnRootMismatch"),
            ProfileValidation.Seccomp(context, at),
            ProfileValidation.OfSystem(context, at),
            Choices.OneOfIfSet($"{at}.supplementalGroupsPolicy", context.Text("supplementalGroupsPolicy"), "Merge", "Strict"),
            Choices.OneOfIfSet($"{at}.seLinuxChangePolicy", context.Text("seLinuxChangePolicy"), "MountOption", "Recursive"));
    }

    private static IEnumerable<FieldError> SharedTwice(JsonObject spec, string field) =>
        spec.Flag("shareProcessNamespace") && spec.Flag("hostPID")
            ? [Faults.Invalid($"{field}.securityContext.shareProcessNamespace", true, "ShareProcessNamespace and HostPID cannot both be enabled")]
            : [];

    /// <param name="context">The container's context.</param>
    /// <param name="at">Its path.</param>
    /// <param name="spec">The pod's spec.</param>
    public static IEnumerable<FieldError> Container(JsonNode? context, string at, JsonObject spec) =>
        context is null
            ? []
            : Users(context, at).Concat(ProcMount(context, at, spec)).Concat(ProfileValidation.Seccomp(context, at)).Concat(Escalation(context, at)).Concat(ProfileValidation.OfSystem(context, at));

    private static IEnumerable<FieldError> Users(JsonNode? context, string at) =>
        Ids.Where(name => context.Integer(name) is < 0 or > int.MaxValue)
            .Select(name => Faults.Invalid($"{at}.{name}", context.Integer(name), IdRange));

    private static IEnumerable<FieldError> ProcMount(JsonNode context, string at, JsonObject spec)
    {
        var mount = context.Text("procMount");
        var errors = Choices.OneOfIfSet($"{at}.procMount", mount, "Default", "Unmasked");
        return mount == "Unmasked" && !HostNamespaceValidation.HasOwnUsers(spec) ? errors.Append(Faults.Invalid($"{at}.procMount", mount, "`hostUsers` must be false to use `Unmasked`")) : errors;
    }

    private static IEnumerable<FieldError> Escalation(JsonNode context, string at)
    {
        if (context["allowPrivilegeEscalation"] is not { } allowed || allowed.Flag())
        {
            yield break;
        }

        if (context.Flag("privileged"))
        {
            yield return Faults.Invalid(at, context.DeepClone(), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }

        if (context.Texts("capabilities", "add").Contains("CAP_SYS_ADMIN"))
        {
            yield return Faults.Invalid(at, context.DeepClone(), "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
        }
    }
}
