using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of security contexts.</summary>
internal static class SecurityValidation
{
    private static readonly string[] Ids = ["runAsUser", "runAsGroup", "fsGroup"];

    public static IEnumerable<FieldError> Pod(JsonNode? context, string at) => Users(context, at).Concat(Seccomp(context.At("seccompProfile"), $"{at}.seccompProfile"));

    public static IEnumerable<FieldError> Container(JsonNode? context, string at)
    {
        foreach (var error in Users(context, at).Concat(Seccomp(context.At("seccompProfile"), $"{at}.seccompProfile")))
        {
            yield return error;
        }

        if (context.At("allowPrivilegeEscalation") is { } allowed && !allowed.Flag() && context.Flag("privileged"))
        {
            yield return Faults.Invalid(at, context!.DeepClone(), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }
    }

    private static IEnumerable<FieldError> Users(JsonNode? context, string at) =>
        Ids.Where(name => context.Integer(name) is < 0 or > int.MaxValue)
            .Select(name => Faults.Invalid($"{at}.{name}", context.Integer(name), "must be between 0 and 2147483647, inclusive"));

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
}
