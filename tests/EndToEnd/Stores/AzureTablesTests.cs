using CloudOrchestrator.Azurite;
using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Stores;

/// <summary>A control plane whose state is in a storage account.</summary>
[Trait("Store", "Own")]
public sealed class AzureTablesTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private AzuriteServer _azurite = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        _azurite = await AzuriteServer.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }

    [Fact]
    public async Task ControlPlane_Killed9_GoesOnFromTheAccount()
    {
        await using var cluster = await StartAsync();
        await cluster.KubectlAsync("create", "deployment", "web", "--image=none", "--replicas=3");
        await HasPodsAsync(cluster, 3);
        var before = await NamesAsync(cluster);
        var killed = cluster.Up.ControlPlaneId;

        await Command.RunAsync("kill", "-KILL", $"{killed}");
        await Eventually.HoldsAsync(Deadline, async () => await AnswersAsync(cluster) && cluster.Up.ControlPlaneId != killed ? null : "a new control plane answers");

        await cluster.KubectlAsync("wait", "--for=jsonpath={.status.replicas}=3", "deployment/web", "--timeout=30s");
        Assert.Equal(before, await NamesAsync(cluster));
        await cluster.KubectlAsync("scale", "deployment/web", "--replicas=5");
        await HasPodsAsync(cluster, 5);
        Assert.False(File.Exists(Path.Combine(cluster.Data, "store.db")), "there is a file of the embedded store");
    }

    [Fact]
    public async Task Up_OnAnEmptyDataFolder_ServesWhatTheAccountHolds()
    {
        await using (var first = await StartAsync())
        {
            await first.KubectlAsync("create", "configmap", "kept", "--from-literal=a=b");
        }

        await using var second = await StartAsync();
        Assert.Equal("b", (await second.GetAsync("configmap/kept"))["data"]!["a"]!.GetValue<string>());
    }

    private static async Task HasPodsAsync(TestCluster cluster, int count) => await Eventually.HoldsAsync(Deadline, async () =>
        (await NamesAsync(cluster)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is var pods && pods == count ? null : $"{count} pods, not {pods}");

    private static async Task<bool> AnswersAsync(TestCluster cluster) =>
        (await Command.RunAsync(KubectlBinary.Newest().Path, "--kubeconfig", cluster.Up.Kubeconfig, "get", "--raw", "/readyz")).ExitCode == 0;

    private static Task<string> NamesAsync(TestCluster cluster) => cluster.KubectlAsync("get", "pods", "-o", "jsonpath={.items[*].metadata.name}");

    private Task<TestCluster> StartAsync() =>
        TestCluster.StartAsync(null, "--nodes", "0", "--store", "azure-tables", "--connection-string", _azurite.ConnectionString);
}
