using CloudOrchestrator.LocalAzure.Clouds;
using CloudOrchestrator.LocalAzure.Functions.Processes;

namespace CloudOrchestrator.LocalAzure.Commands;

/// <summary>Prepares a cluster as its owner would before the app's first start, and runs the app.</summary>
internal sealed class Serving(string app, string data, int port, string kubeconfig, string node, int instances)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var free = port > 0 ? null : ReservedPort.Find();
        using var folder = await ClusterFolder.PrepareAsync(
            new ClusterFolderOptions
            {
                AppFolder = app,
                Data = data,
                StorageConnectionString = (await File.ReadAllTextAsync(Path.Combine(data, "storage.connection"), cancellationToken)).Trim(),
                Port = free?.Number ?? port,
                Kubeconfig = kubeconfig,
                Node = node,
            },
            cancellationToken);
        await using var cloud = await LocalCloud.StartAsync(folder.Cloud() with { Instances = instances }, cancellationToken);
        await cloud.Functions.ListensAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"Serving {cloud.Address}");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
