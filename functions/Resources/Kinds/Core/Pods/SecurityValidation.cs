using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of security contexts.</summary>
internal static partial class SecurityValidation
{
    private const string IdRange = "must be between 0 and 2147483647, inclusive";
    private const int SysctlLengthMax = 253;
    private const string SysctlForm = @"([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?";

    private static readonly string[] Ids = ["runAsUser", "runAsGroup", "fsGroup"];

    public static IEnumerable<FieldError> Pod(JsonNode? context, string at)
    {
        var groups = (context.At("supplementalGroups") as JsonArray ?? []).Index().Where(one => one.Item.Integer() is < 0 or > int.MaxValue)
            .Select(one => Faults.Invalid($"{at}.supplementalGroups[{one.Index}]", one.Item.Integer(), IdRange));
        IEnumerable<FieldError> policy = context.Text("fsGroupChangePolicy") is not (null or "OnRootMismatch" or "Always")
            ? [Faults.NotSupported($"{at}.fsGroupChangePolicy", context.Text("fsGroupChangePolicy"), "Always", "OnRootMismatch")]
            : [];
        return Users(context, at).Concat(groups).Concat(Sysctls(context, at)).Concat(policy).Concat(Seccomp(context.At("seccompProfile"), $"{at}.seccompProfile"));
    }

    public static IEnumerable<FieldError> Container(JsonNode? context, string at)
    {
        foreach (var error in Users(context, at).Concat(Seccomp(context.At("seccompProfile"), $"{at}.seccompProfile")))
        {
            yield return error;
        }

        if (context.Text("procMount") is not (null or "Default" or "Unmasked"))
        {
            yield return Faults.NotSupported($"{at}.procMount", context.Text("procMount"), "Default", "Unmasked");
        }

        if (context.At("allowPrivilegeEscalation") is { } allowed && !allowed.Flag() && context.Flag("privileged"))
        {
            yield return Faults.Invalid(at, context!.DeepClone(), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }
    }

    private static IEnumerable<FieldError> Users(JsonNode? context, string at) =>
        Ids.Where(name => context.Integer(name) is < 0 or > int.MaxValue)
            .Select(name => Faults.Invalid($"{at}.{name}", context.Integer(name), IdRange));

    private static IEnumerable<FieldError> Sysctls(JsonNode? context, string at)
    {
        var names = new HashSet<string>();
        foreach (var (sysctl, where) in Paths.Numbered(context, "sysctls", at))
        {
            var name = sysctl.Text("name") ?? "";
            if (name.Length == 0)
            {
                yield return Faults.Required($"{where}.name");
            }
            else if (name.Length > SysctlLengthMax || !Sysctl().IsMatch(name))
            {
                yield return Faults.Invalid($"{where}.name", name, $"must have at most {SysctlLengthMax} characters and match regex {SysctlForm}");
            }
            else if (!names.Add(name))
            {
                yield return Faults.Duplicate($"{where}.name", name);
            }
        }
    }

    private static IEnumerable<FieldError> Seccomp(JsonNode? profile, string at)
    {
        if (profile is null)
        {
            yield break;
        }

        var type = profile.Text("type") ?? "";
        if (type is not ("Localhost" or "RuntimeDefault" or "Unconfined"))
        {
            yield return Faults.NotSupported($"{at}.type", type, "Localhost", "RuntimeDefault", "Unconfined");
        }

        if (type == "Localhost" && string.IsNullOrEmpty(profile.Text("localhostProfile")))
        {
            yield return Faults.Required($"{at}.localhostProfile", "must be set when seccomp type is Localhost");
        }
    }

    [GeneratedRegex(@"\A(" + SysctlForm + @")\z")]
    private static partial Regex Sysctl();
}
