using CloudOrchestrator.LocalAzure.Clouds;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Traps;

/// <summary>One cluster for tests that leave it as they found it.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private Task<Cluster>? _cluster;
    private Task<LocalCloud>? _beside;

    internal Task<Cluster> GetAsync(Account account) => _cluster ??= Cluster.StartAsync(account, new ClusterOptions
    {
        // A replay that must come waits for its handler however busy this machine is.
        Cloud = options => options with { ReplayAttemptsMax = 1000 },
    });

    /// <summary>With an instance whose handler has never died: the third death in half an hour would end it.</summary>
    internal async Task<Cluster> GetRenewedAsync(Account account)
    {
        var cluster = await GetAsync(account);
        await cluster.HttpInstances.Single().KillAsync();
        await cluster.Functions.ListensAsync(Within.Test).Comes("a new instance");
        return cluster;
    }

    /// <summary>Another app on the cluster.</summary>
    internal async Task<LocalCloud> GetBesideAsync(Account account) => await (_beside ??= (await GetAsync(account)).StartBesideAsync());

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_beside is { IsCompletedSuccessfully: true })
        {
            await (await _beside).DisposeAsync();
        }

        if (_cluster is { IsCompletedSuccessfully: true })
        {
            await (await _cluster).DisposeAsync();
        }
    }
}
