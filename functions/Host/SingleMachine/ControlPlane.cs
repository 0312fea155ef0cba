namespace CloudOrchestrator.Host.SingleMachine;

/// <summary>The control plane of one machine: composes the parts and runs them until told to stop.</summary>
internal static class ControlPlane
{
    public static async Task RunAsync(ServeOptions options, CancellationToken cancellationToken)
    {
        using var folder = DataFolder.Hold(options.DataFolder);
        using var identity = ClusterIdentity.Open(folder.Pki, options.Listen.Address, options.NodeName, TimeProvider.System);
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
