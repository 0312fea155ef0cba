using CloudOrchestrator.Doorbells.Rows;
using CloudOrchestrator.Doorbells.Tests.Rows;
using k8s;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Doorbells.Tests.Conformance;

/// <summary>The doorbell that is a table row, which the control plane rings as it does in production.</summary>
public abstract class RowDoorbellConformance : DoorbellConformance
{
    private ClusterTable? _table;
    private Kubernetes? _client;
    private CutHandler? _way;

    protected override async Task<IDoorbell> OpenAsync()
    {
        _table = await OpenTableAsync();
        _client = Api.CreateClient();
        _way = new CutHandler();
        return new RowDoorbell(_client, _way, _table.Options(Node), TimeProvider.System, NullLogger<RowDoorbell>.Instance);
    }

    protected abstract Task<ClusterTable> OpenTableAsync();

    protected override async Task CloseAsync()
    {
        _client?.Dispose();
        if (_table is not null)
        {
            await _table.DisposeAsync();
        }
    }

    protected override async Task RingAsync() => await _table!.Heartbeats.RingAsync(Node, TestContext.Current.CancellationToken);

    protected override async Task<bool> IsShownAsync() =>
        (await _table!.Heartbeats.HeartbeatsAsync(TestContext.Current.CancellationToken)).Any(heartbeat => heartbeat.Name == Node && heartbeat.Age < TimeSpan.FromMinutes(5));

    protected override Task SetAwayAsync(bool isAway)
    {
        _way!.IsCut = isAway;
        return base.SetAwayAsync(isAway);
    }
}
