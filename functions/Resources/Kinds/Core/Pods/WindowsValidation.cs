using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of what only pods on Windows have.</summary>
internal static partial class WindowsValidation
{
    private const int CredentialKiBMax = 64;
    private const int DomainLengthMax = 256;
    private const int UserLengthMax = 104;

    /// <param name="options">A security context's options; null for none.</param>
    /// <param name="at">Their path.</param>
    public static IEnumerable<FieldError> Options(JsonNode? options, string at)
    {
        if (options is null)
        {
            return [];
        }

        IEnumerable<FieldError> errors = options.Text("gmsaCredentialSpecName") is { } name ? Faults.Each($"{at}.gmsaCredentialSpecName", name, NameRules.SubdomainFaults(name)) : [];
        if (options.Text("gmsaCredentialSpec") is { } credential)
        {
            var bytes = Encoding.UTF8.GetByteCount(credential);
            errors = errors.Concat(bytes == 0 ? [Faults.Invalid($"{at}.gmsaCredentialSpec", "", "gmsaCredentialSpec cannot be an empty string")]
                : bytes > CredentialKiBMax * 1024 ? [Faults.Invalid($"{at}.gmsaCredentialSpec", credential, $"gmsaCredentialSpec size must be under {CredentialKiBMax} KiB")]
                : []);
        }

        return options.Text("runAsUserName") is { } user ? errors.Concat(UserFaults(user).Select(fault => Faults.Invalid($"{at}.runAsUserName", user, fault))) : errors;
    }

    /// <summary>A pod that runs as a process of its node does so with all its containers, and on the node's network.</summary>
    /// <param name="spec">The pod's spec.</param>
    /// <param name="field">Its path.</param>
    public static IEnumerable<FieldError> HostProcess(JsonObject spec, string field) =>
        OptionOf(spec) is null && !PodContainers.Any(spec, static container => OptionOf(container) is not null) ? [] : OnHost(spec, field);

    private static JsonNode? OptionOf(JsonObject owner) => owner.At("securityContext", "windowsOptions", "hostProcess");

    private static IEnumerable<FieldError> OnHost(JsonObject spec, string field)
    {
        var ofPod = OptionOf(spec);
        var (count, ofHost) = (0, 0);
        foreach (var (container, at) in PodContainers.Numbered(spec, field))
        {
            var own = OptionOf(container);
            if (ofPod is not null && own is not null && ofPod.Flag() != own.Flag())
            {
                yield return Faults.Invalid($"{at}.securityContext.windowsOptions.hostProcess", own.Flag(), $"pod hostProcess value must be identical if both are specified, was {(ofPod.Flag() ? "true" : "false")}");
            }

            count++;
            ofHost += (own ?? ofPod).Flag() ? 1 : 0;
        }

        if (ofHost > 0 && ofHost != count)
        {
            yield return Faults.Invalid(field, "", "If pod contains any hostProcess containers then all containers must be HostProcess containers");
        }

        if (ofHost > 0 && !spec.Flag("hostNetwork"))
        {
            yield return Faults.Invalid($"{field}.hostNetwork", false, "hostNetwork must be true if pod contains any hostProcess containers");
        }
    }

    private static IEnumerable<string> UserFaults(string name)
    {
        var parts = name.Split('\\');
        return name.Length == 0 ? ["runAsUserName cannot be an empty string"]
            : name.Any(letter => letter is < ' ' or '\x7f') ? ["runAsUserName cannot contain control characters"]
            : parts.Length > 2 ? ["runAsUserName cannot contain more than one backslash"]
            : (parts.Length == 2 ? DomainFaults(parts[0]) : []).Concat(AccountFaults(parts[^1]));
    }

    private static IEnumerable<string> DomainFaults(string domain)
    {
        if (domain.Length >= DomainLengthMax)
        {
            yield return $"runAsUserName's Domain length must be under {DomainLengthMax} characters";
        }

        if (!NetBios().IsMatch(domain) && !Dns().IsMatch(domain))
        {
            yield return "runAsUserName's Domain doesn't match the NetBios nor the DNS format";
        }
    }

    private static IEnumerable<string> AccountFaults(string user)
    {
        if (user.Length is 0 or > UserLengthMax)
        {
            yield return user.Length == 0 ? "runAsUserName's User cannot be empty" : $"runAsUserName's User length must not be longer than {UserLengthMax} characters";
        }

        if (user.Length > 0 && user.All(letter => letter is '.' or ' '))
        {
            yield return "runAsUserName's User cannot contain only periods or spaces";
        }

        if (user.IndexOfAny([.. "\"/\\:;|=,+*?<>@[]"]) >= 0)
        {
            yield return "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]";
        }
    }

    [GeneratedRegex(@"\A[^\\/:*?""<>|.][^\\/:*?""<>|]{0,14}\z")]
    private static partial Regex NetBios();

    [GeneratedRegex(@"\A[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\z")]
    private static partial Regex Dns();
}
