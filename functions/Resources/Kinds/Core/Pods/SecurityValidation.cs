using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of security contexts.</summary>
internal static class SecurityValidation
{
    private const string IdRange = "must be between 0 and 2147483647, inclusive";

    private static readonly string[] Ids = ["fsGroup", "runAsUser", "runAsGroup"];

    /// <param name="spec">The pod's spec.</param>
    /// <param name="at">The path of its context.</param>
    public static IEnumerable<FieldError> Pod(JsonObject spec, string at)
    {
        var context = spec["securityContext"];
        var groups = (context.At("supplementalGroups") as JsonArray ?? []).Index().Where(one => one.Item.Integer() is < 0 or > int.MaxValue)
            .Select(one => Faults.Invalid($"{at}.supplementalGroups[{one.Index}]", one.Item.Integer(), IdRange));
        return Users(context, at)
            .Concat(groups)
            .Concat(spec.Flag("shareProcessNamespace") && spec.Flag("hostPID") ? [Faults.Invalid($"{at}.shareProcessNamespace", true, "ShareProcessNamespace and HostPID cannot both be enabled")] : [])
            .Concat(SysctlValidation.Validate(spec, at))
            .Concat(Choices.OneOfIfSet($"{at}.fsGroupChangePolicy", context.Text("fsGroupChangePolicy"), "Always", "OnRootMismatch"))
            .Concat(ProfileValidation.Seccomp(context, at))
            .Concat(ProfileValidation.OfSystem(context, at))
            .Concat(Choices.OneOfIfSet($"{at}.supplementalGroupsPolicy", context.Text("supplementalGroupsPolicy"), "Merge", "Strict"))
            .Concat(Choices.OneOfIfSet($"{at}.seLinuxChangePolicy", context.Text("seLinuxChangePolicy"), "MountOption", "Recursive"));
    }

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
