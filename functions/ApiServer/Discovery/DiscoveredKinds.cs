using System.Runtime.ExceptionServices;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>The kinds of which discovery tells: as they are now or, while the store is away, as this process knew them last.</summary>
/// <remarks>Built-in kinds need no store. Custom ones that were never heard of are not said to be missing: then the whole of them cannot be told.</remarks>
internal sealed class DiscoveredKinds
{
    private readonly ExceptionDispatchInfo? _fault;

    private DiscoveredKinds(KindTable table, ExceptionDispatchInfo? fault) => (Table, _fault) = (table, fault);

    /// <summary>The kinds.</summary>
    public KindTable Table { get; }

    /// <summary>Whether the custom kinds among them are those of before.</summary>
    public bool IsStale => _fault is not null;

    /// <summary>Reads them.</summary>
    public static async ValueTask<DiscoveredKinds> ReadAsync(IResourceClient resources, CancellationToken cancellationToken)
    {
        try
        {
            return new DiscoveredKinds(await resources.KindsAsync(cancellationToken), null);
        }
        catch (Exception fault) when (ResourceFaults.Unavailable(fault) is not null)
        {
            return new DiscoveredKinds(resources.Kinds, ExceptionDispatchInfo.Capture(fault));
        }
    }

    /// <summary>Fails as the store did where these may not be all.</summary>
    public void DemandAll()
    {
        if (!Table.KnowsCustom)
        {
            DemandCurrent();
        }
    }

    /// <summary>Fails as the store did where these are not as they are now: what is not among them may be there by now.</summary>
    public void DemandCurrent() => _fault?.Throw();
}
