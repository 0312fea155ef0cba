using CloudOrchestrator.Store.AzureTables.Heartbeats;
using CloudOrchestrator.Store.Heartbeats;

namespace CloudOrchestrator.Store.AzureTables.Tests.Heartbeats;

/// <summary>Heartbeats on Azurite.</summary>
public sealed class AzuriteHeartbeatTests(AzuriteFixture azurite) : HeartbeatConformance
{
    private readonly string _cluster = AzuriteFixture.NewCluster();

    protected override async Task<(IHeartbeats Machines, IHeartbeats Control)> OpenAsync()
    {
        await azurite.OpenAsync(_cluster);
        return (new HeartbeatRows(azurite.Account(_cluster)), new HeartbeatRows(azurite.Account(_cluster)));
    }
}
