using k8s;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Doorbells.Tests.Conformance;

/// <summary>The doorbell that is the API itself.</summary>
public sealed class ApiDoorbellTests : DoorbellConformance
{
    private Kubernetes? _client;

    [Fact]
    public Task ListenAsync_WatchCutAsItIsCancelled_Ends() => EndsThoughCutAsync(atWatch: true);

    protected override Task<IDoorbell> OpenAsync()
    {
        _client = Api.CreateClient();
        var options = new ApiDoorbellOptions { NodeName = Node, RetryDelayMin = TimeSpan.FromMilliseconds(2), RetryDelayMax = TimeSpan.FromMilliseconds(20) };
        return Task.FromResult<IDoorbell>(new ApiDoorbell(_client, options, TimeProvider.System, NullLogger<ApiDoorbell>.Instance));
    }

    protected override Task CloseAsync()
    {
        _client?.Dispose();
        return Task.CompletedTask;
    }

    protected override Task<bool> IsShownAsync() => Task.FromResult(Api.Lease is { Spec.HolderIdentity: Node, Spec.RenewTime: not null });
}
