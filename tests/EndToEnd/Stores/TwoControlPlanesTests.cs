using System.Diagnostics;
using CloudOrchestrator.Azurite;
using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Stores;

/// <summary>Two control planes on one storage account are one cluster.</summary>
[Trait("Store", "Own")]
public sealed class TwoControlPlanesTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private AzuriteServer _azurite = null!;
    private TestCluster _east = null!;
    private TestCluster _west = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        _azurite = await AzuriteServer.StartAsync(TestContext.Current.CancellationToken);
        _east = await StartAsync();
        _west = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in new IAsyncDisposable?[] { _east, _west, _azurite })
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    [Fact]
    public async Task Write_ThroughOne_IsReadThroughTheOtherAtOnce()
    {
        for (var round = 0; round < 10; round++)
        {
            var (writer, reader) = round % 2 == 0 ? (_east, _west) : (_west, _east);
            await writer.KubectlAsync("create", "configmap", $"map{round}", $"--from-literal=round={round}");
            Assert.Equal($"{round}", (await reader.GetAsync($"configmap/map{round}"))["data"]!["round"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Deployment_ThroughOne_HasExactlyItsPodsThroughBoth()
    {
        await _east.KubectlAsync("create", "deployment", "web", "--image=none", "--replicas=20");
        await HasPodsAsync(20);
        await _west.KubectlAsync("scale", "deployment/web", "--replicas=7");
        await HasPodsAsync(7);
        await _east.KubectlAsync("scale", "deployment/web", "--replicas=31");
        await HasPodsAsync(31);

        Assert.Equal(await PodsAsync(_east), await PodsAsync(_west));
    }

    [Fact]
    public async Task Watch_OnOne_SeesWhatIsWrittenThroughTheOther()
    {
        var start = new ProcessStartInfo(KubectlBinary.Newest().Path, ["--kubeconfig", _west.Up.Kubeconfig, "get", "configmaps", "--watch-only", "-o", "name"])
        {
            RedirectStandardOutput = true,
        };
        using var watch = Process.Start(start)!;
        try
        {
            // What is written before the watch has begun is not seen: so it is written until it is.
            var line = watch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
            var written = 0;
            await Eventually.HoldsAsync(Deadline, async () =>
            {
                await _east.KubectlAsync("create", "configmap", $"seen{written++}");
                return line.IsCompleted ? null : "a line of the watch";
            });
            Assert.StartsWith("configmap/seen", await line, StringComparison.Ordinal);
        }
        finally
        {
            watch.Kill();
        }
    }

    private static Task<string> PodsAsync(TestCluster cluster) => cluster.KubectlAsync("get", "pods", "-o", "jsonpath={.items[*].metadata.uid}");

    private async Task HasPodsAsync(int count) => await Eventually.HoldsAsync(Deadline, async () =>
        (await PodsAsync(_east)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is var pods && pods == count ? null : $"{count} pods, not {pods}");

    private Task<TestCluster> StartAsync() =>
        TestCluster.StartAsync(null, "--nodes", "0", "--store", "azure-tables", "--connection-string", _azurite.ConnectionString);
}
