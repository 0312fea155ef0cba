using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Reads the object that a path names, at least as new as the <c>resourceVersion</c> that the query may give.</summary>
internal static class ObjectReading
{
    /// <summary>The object, or why there is none to be answered.</summary>
    public static async ValueTask<(ResourceObject? Item, ApiStatus? Status)> ReadAsync(IResourceClient resources, ResourceRequest request)
    {
        var version = request.Query.Text("resourceVersion");
        if (!ListOptions.TryRevision(version, out var seen))
        {
            return (null, ApiStatuses.BadRequest($"resourceVersion: Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax"));
        }

        var state = await resources.StateAsync(request.Kind, request.Aborted);
        if (state.Before(seen) is { } early)
        {
            return (null, RefusalStatus.Of(early));
        }

        return state.Find(request.Name) is { } item ? (item, null) : (null, RefusalStatus.Of(new Refusal.NotFound(request.Kind.QualifiedResource, request.Info.Name)));
    }
}
