using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>Rules of disks that are reached by iSCSI.</summary>
internal static partial class IscsiValidation
{
    private const int PortalBytesMax = 64;
    private const string LengthMessage = "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";

    public static IEnumerable<FieldError> Validate(JsonObject source, string at)
    {
        var errors = Faults.Given(source, at, "targetPortal", "iqn");
        if (source.Text("iqn") is { Length: > 0 } name)
        {
            errors = errors.Concat(Name(name, $"{at}.iqn"));
        }

        errors = errors.Concat(VolumeSourceValidation.Slot(source, at, "lun", "must be between 0 and 255, inclusive"));
        if ((source.Flag("chapAuthDiscovery") || source.Flag("chapAuthSession")) && source["secretRef"] is null)
        {
            errors = errors.Append(Faults.Required($"{at}.secretRef"));
        }

        return source.Text("initiatorName") is { } initiator ? errors.Concat(Name(initiator, $"{at}.initiatorname")) : errors;
    }

    /// <param name="source">The source.</param>
    /// <param name="at">The volume's path.</param>
    /// <param name="volume">The volume's name.</param>
    public static IEnumerable<FieldError> OfPod(JsonObject source, string at, string volume) =>
        IsTooLong(source, volume) ? [Faults.Invalid($"{at}.name", volume, LengthMessage)] : [];

    private static bool IsTooLong(JsonObject source, string volume) =>
        source["initiatorName"] is not null && Encoding.UTF8.GetByteCount($"{volume}:{source.Text("targetPortal")}") > PortalBytesMax;

    private static IEnumerable<FieldError> Name(string name, string at) =>
        !name.StartsWith("iqn", StringComparison.Ordinal) && !name.StartsWith("eui", StringComparison.Ordinal) && !name.StartsWith("naa", StringComparison.Ordinal)
            ? [Faults.Invalid(at, name, "must be valid format starting with iqn, eui, or naa")]
            : Form().IsMatch(name) ? []
            : [Faults.Invalid(at, name, "must be valid format")];

    [GeneratedRegex(@"\A(iqn\.[0-9]{4}-[0-9]{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\s]+)|eui.[A-Za-z0-9]{16}|naa.[A-Za-z0-9]{32})\z")]
    private static partial Regex Form();
}
