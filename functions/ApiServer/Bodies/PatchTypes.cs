using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;

namespace CloudOrchestrator.ApiServer.Bodies;

/// <summary>The types of patch, told by their media types. Patches in CBOR are a feature that is off, as it is in Kubernetes by default.</summary>
internal static class PatchTypes
{
    private static readonly string[] Accepted = [MediaTypes.JsonPatch, MediaTypes.MergePatch, MediaTypes.StrategicMergePatch, MediaTypes.ApplyPatch];

    /// <summary>The media type of a request's body without parameters; empty where it names none.</summary>
    public static string Of(ApiRequest request) =>
        request.Http.Request.ContentType is { Length: > 0 } contentType ? MediaRange.ParseOne(contentType).Type : "";

    /// <summary>Null, or that the patch is of no type that is known.</summary>
    public static ApiStatus? Fault(ApiRequest request)
    {
        // Which lists merge by which key is not known of custom resources.
        var accepted = request is ResourceRequest { Kind.Definition: not null } ? Accepted.Where(type => type != MediaTypes.StrategicMergePatch) : Accepted;
        return accepted.Contains(Of(request)) ? null : ApiStatuses.UnsupportedMediaType(accepted);
    }

    /// <summary>Whether the patch is a configuration to apply, server-side.</summary>
    public static bool IsApply(ApiRequest request) => Of(request) == MediaTypes.ApplyPatch;
}
