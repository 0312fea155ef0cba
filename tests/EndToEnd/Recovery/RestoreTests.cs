using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Recovery;

/// <summary>A cluster that begins with another one's backup.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("restore-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Up_WithABackup_HasItsObjectsAndGoesOnAfterARestart()
    {
        var backup = Path.Combine(_folder.FullName, "cluster.backup");
        await using (var first = await TestCluster.StartAsync(options: ["--nodes", "0"]))
        {
            await first.KubectlAsync("create", "configmap", "kept", "--from-literal=text=hello");
            await first.BackUpAsync(backup);
            await first.KubectlAsync("create", "configmap", "later");
        }

        await using var second = await TestCluster.StartAsync(options: ["--nodes", "0", "--restore", backup]);
        Assert.Equal("hello", await second.KubectlAsync("get", "configmap", "kept", "-o", "jsonpath={.data.text}"));
        await second.KubectlAsync("create", "configmap", "new");

        await second.Up.DisposeAsync();
        await second.StartUpAsync(options: ["--nodes", "0", "--restore", backup]);

        Assert.Equal(["configmap/kept", "configmap/new"], (await second.KubectlAsync("get", "configmap", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
