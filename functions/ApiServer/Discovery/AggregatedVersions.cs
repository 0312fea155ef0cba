using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.ApiRegistration;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>The versions that API services name: as they are now or, while the store is away, as this process knew them last.</summary>
/// <remarks>
/// Discovery tells of those that are left to services in the cluster, though none is reached from here: clients say that a version is away rather than that
/// there is no such thing. Of those that users leave to this server the older form tells, as in Kubernetes, whether they are served or not. Those that are
/// made here for what is served say nothing new.
/// </remarks>
internal sealed class AggregatedVersions(IResourceClient resources)
{
    /// <summary>The label of API services that are made here.</summary>
    private const string Managed = "kube-aggregator.kubernetes.io/automanaged";

    private IReadOnlyList<AggregatedVersion>? _known;

    /// <summary>Reads them.</summary>
    /// <param name="demandAll">Whether to fail as the store does where they were never read; none else.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async ValueTask<IReadOnlyList<AggregatedVersion>> ReadAsync(bool demandAll, CancellationToken cancellationToken)
    {
        try
        {
            var state = await resources.StateAsync(ApiRegistrationKinds.ApiServices, cancellationToken);
            IReadOnlyList<AggregatedVersion> now = [.. state.All().Select(item => item.Parse()).Where(one => !IsLocal(one) || one.Text("metadata", "labels", Managed) is null).Select(Of)];
            Volatile.Write(ref _known, now);
            return now;
        }
        catch (Exception fault) when (ResourceFaults.Unavailable(fault) is not null && (!demandAll || Volatile.Read(ref _known) is not null))
        {
            return Volatile.Read(ref _known) ?? [];
        }
    }

    private static bool IsLocal(JsonObject service) => service.At("spec", "service") is null;

    private static AggregatedVersion Of(JsonObject service) => new(
        service.Text("spec", "group") ?? "",
        service.Text("spec", "version") ?? "",
        new ApiPriority((int)(service.Integer("spec", "groupPriorityMinimum") ?? 0), (int)(service.Integer("spec", "versionPriority") ?? 0)),
        IsLocal(service));
}
