using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.ApiRegistration;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>The versions that API services leave to services in the cluster: as they are now or, while the store is away, as this process knew them last.</summary>
/// <remarks>Discovery tells of them, though none is reached from here: clients say that a version is away rather than that there is no such thing.</remarks>
internal sealed class AggregatedVersions(IResourceClient resources)
{
    private IReadOnlyList<AggregatedVersion>? _known;

    /// <summary>Reads them.</summary>
    /// <param name="demandAll">Whether to fail as the store does where they were never read; none else.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async ValueTask<IReadOnlyList<AggregatedVersion>> ReadAsync(bool demandAll, CancellationToken cancellationToken)
    {
        try
        {
            var state = await resources.StateAsync(ApiRegistrationKinds.ApiServices, cancellationToken);
            IReadOnlyList<AggregatedVersion> now = [.. state.All().Select(item => item.Parse()).Where(one => one.At("spec", "service") is not null).Select(Of)];
            Volatile.Write(ref _known, now);
            return now;
        }
        catch (Exception fault) when (ResourceFaults.Unavailable(fault) is not null && (!demandAll || Volatile.Read(ref _known) is not null))
        {
            return Volatile.Read(ref _known) ?? [];
        }
    }

    private static AggregatedVersion Of(JsonObject service) => new(
        service.Text("spec", "group") ?? "",
        service.Text("spec", "version") ?? "",
        new ApiPriority((int)(service.Integer("spec", "groupPriorityMinimum") ?? 0), (int)(service.Integer("spec", "versionPriority") ?? 0)));
}
