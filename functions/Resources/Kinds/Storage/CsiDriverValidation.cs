using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Storage;

/// <summary>Rules of drivers of storage.</summary>
internal static class CsiDriverValidation
{
    private const long TokenSecondsMin = 600;
    private const long TokenSecondsMax = 1L << 32;
    private const long UpdateSecondsMin = 10;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"];
        IEnumerable<FieldError> changed = old is null || spec.Flag("attachRequired") == old.Flag("spec", "attachRequired")
            ? []
            : [Faults.Invalid("spec.attachedRequired", spec.Flag("attachRequired"), "field is immutable")];
        return (old is null ? SegmentNames.Driver("name", item.Text("metadata", "name")) : [])
            .Concat(Choices.OneOf("spec.fsGroupPolicy", spec.Text("fsGroupPolicy"), "File", "None", "ReadWriteOnceWithFSType"))
            .Concat(Tokens(spec))
            .Concat(spec.Texts("volumeLifecycleModes").SelectMany(mode => Choices.OneOf("spec.volumeLifecycleModes", mode, "Persistent", "Ephemeral")))
            .Concat(spec.Integer("nodeAllocatableUpdatePeriodSeconds") is < UpdateSecondsMin and var period
                ? [Faults.Invalid("spec.nodeAllocatableUpdatePeriodSeconds", period, $"must be greater than or equal to {UpdateSecondsMin} seconds")]
                : [])
            .Concat(changed);
    }

    private static IEnumerable<FieldError> Tokens(JsonNode? spec)
    {
        var audiences = new HashSet<string>();
        foreach (var (token, at) in Paths.Numbered(spec, "tokenRequests", "spec"))
        {
            if (!audiences.Add(token.Text("audience") ?? ""))
            {
                yield return Faults.Duplicate($"{at}.audience", token.Text("audience") ?? "");
            }

            if (token.Integer("expirationSeconds") is < TokenSecondsMin and var brief)
            {
                yield return Faults.Invalid($"{at}.expirationSeconds", brief, "may not specify a duration less than 10 minutes");
            }

            if (token.Integer("expirationSeconds") is > TokenSecondsMax and var lasting)
            {
                yield return Faults.Invalid($"{at}.expirationSeconds", lasting, "may not specify a duration larger than 2^32 seconds");
            }
        }
    }
}
