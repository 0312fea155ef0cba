using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.ApiRegistration;

namespace CloudOrchestrator.ApiServer.Pipeline;

/// <summary>The versions that an API service leaves to a service in the cluster. None of them is reached from here: whoever asks is told that it is away, not that
/// there is no such thing.</summary>
internal static class AggregatedApis
{
    /// <summary>The answer to a request for a version that this server does not serve itself; null where no service is to serve it either.</summary>
    public static async ValueTask<IResult?> RefuseAsync(IResourceClient resources, string group, string version, CancellationToken cancellationToken)
    {
        var service = await resources.GetAsync(ApiRegistrationKinds.ApiServices, new ObjectName("", $"{version}.{group}"), cancellationToken);
        return service?.Parse().At("spec", "service") is null ? null : new TextAnswer(StatusCodes.Status503ServiceUnavailable, "service unavailable\n");
    }
}
