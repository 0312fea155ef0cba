using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of the profiles of security contexts: of seccomp, of AppArmor, and of Windows.</summary>
internal static class ProfileValidation
{
    private const int PathBytesMax = 4095;

    private static readonly string[] Types = ["Localhost", "RuntimeDefault", "Unconfined"];

    /// <param name="context">The security context.</param>
    /// <param name="at">Its path.</param>
    public static IEnumerable<FieldError> Seccomp(JsonNode? context, string at) => SeccompProfile(context.At("seccompProfile"), $"{at}.seccompProfile");

    /// <summary>The options of Windows and the profile of AppArmor.</summary>
    /// <param name="context">The security context.</param>
    /// <param name="at">Its path.</param>
    public static IEnumerable<FieldError> OfSystem(JsonNode? context, string at) =>
        WindowsValidation.Options(context.At("windowsOptions"), $"{at}.windowsOptions").Concat(AppArmor(context.At("appArmorProfile"), $"{at}.appArmorProfile"));

    private static IEnumerable<FieldError> SeccompProfile(JsonNode? profile, string at)
    {
        if (profile is null)
        {
            return [];
        }

        var (type, path) = (profile.Text("type") ?? "", profile.Text("localhostProfile"));
        return Type(type, at, "seccompProfile").Concat((type, path) switch
        {
            ("Localhost", null) => [Faults.Required($"{at}.localhostProfile", "must be set when seccomp type is Localhost")],
            ("Localhost", _) => MountValidation.Below($"{at}.localhostProfile", path),
            (_, not null) => [Faults.Invalid($"{at}.localhostProfile", profile.DeepClone(), "can only be set when seccomp type is Localhost")],
            _ => [],
        });
    }

    private static IEnumerable<FieldError> AppArmor(JsonNode? profile, string at)
    {
        if (profile is null)
        {
            return [];
        }

        var (type, path) = (profile.Text("type") ?? "", profile.Text("localhostProfile"));
        return type switch
        {
            "Localhost" => Local(path ?? "", $"{at}.localhostProfile"),
            "RuntimeDefault" or "Unconfined" => path is null ? [] : [Faults.Invalid($"{at}.localhostProfile", path, "can only be set when AppArmor type is Localhost")],
            _ => Type(type, at, "appArmorProfile"),
        };
    }

    private static IEnumerable<FieldError> Local(string path, string at)
    {
        if (path.Trim() != path)
        {
            yield return Faults.Invalid(at, path, "must not be padded with whitespace");
        }
        else if (path.Length == 0)
        {
            yield return Faults.Required(at, "must be set when AppArmor type is Localhost");
        }

        if (Encoding.UTF8.GetByteCount(path) > PathBytesMax)
        {
            yield return Faults.TooLong(at, PathBytesMax);
        }
    }

    private static IEnumerable<FieldError> Type(string type, string at, string field) =>
        type.Length == 0 ? [Faults.Required($"{at}.type", $"type is required when {field} is set")] : Choices.OneOf($"{at}.type", type, Types);
}
