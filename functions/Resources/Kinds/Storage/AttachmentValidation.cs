using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Storage;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Storage;

/// <summary>Rules of attachments of volumes.</summary>
internal static class AttachmentValidation
{
    private const int MessageBytesMax = 1024;

    /// <summary>Most bytes of the metadata that a driver leaves.</summary>
    private const int MetadataBytesMax = 256 * 1024;

    private const string OneSource = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var node = item.Text("spec", "nodeName") ?? "";
        return (old is null ? SegmentNames.Driver("spec.attacher", item.Text("spec", "attacher")) : [])
            .Concat(Source(item.At("spec", "source")))
            .Concat(Faults.Each("spec.nodeName", node, NameRules.SubdomainFaults(node)));
    }

    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now) => Status(item["status"]);

    private static IEnumerable<FieldError> Source(JsonNode? source)
    {
        var name = source.Text("persistentVolumeName");
        return (name, source.At("inlineVolumeSpec")) switch
        {
            (null, null) => [Faults.Required("spec.source", OneSource)],
            (not null, not null) => [Faults.Forbidden("spec.source", OneSource)],
            ("", _) => [Faults.Required("spec.source.persistentVolumeName", "must specify non empty persistentVolumeName")],
            (not null, _) => Faults.Each("spec.source.persistentVolumeName", name, NameRules.SubdomainFaults(name)),
            (_, JsonObject inline) => PersistentVolumeValidation.Inline(inline, "spec.source.inlineVolumeSpec"),
            _ => [],
        };
    }

    private static IEnumerable<FieldError> Status(JsonNode? status)
    {
        if (status.Map("attachmentMetadata").Sum(one => Encoding.UTF8.GetByteCount(one.Key) + Encoding.UTF8.GetByteCount(one.Value)) > MetadataBytesMax)
        {
            yield return Faults.TooLong("status.attachmentMetadata", MetadataBytesMax);
        }

        foreach (var name in new[] { "attachError", "detachError" }.Where(name => Encoding.UTF8.GetByteCount(status.Text(name, "message") ?? "") > MessageBytesMax))
        {
            yield return Faults.TooLong($"status.{name}.message", MessageBytesMax);
        }
    }
}
