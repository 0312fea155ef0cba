using CloudOrchestrator.Clients.Tests.Cluster;

namespace CloudOrchestrator.Clients.Tests.Informers;

/// <summary>Informers whose last version the server does not know any more (410 Gone): they list anew, and go on.</summary>
public class ExpiredVersionTests
{
    [Theory]
    [MemberData(nameof(InformerTests.Clients), MemberType = typeof(InformerTests))]
    public async Task Informer_WhenItsVersionIsGone_ListsAnew(string client)
    {
        await using var controlPlane = await ControlPlane.StartAsync();
        await using var proxy = CuttingProxy.Before(controlPlane.Address);
        using var run = await ScriptRun.PrepareAsync(controlPlane, "expired", proxy.Address);
        using (var before = controlPlane.Client())
        {
            await new ConfigMapChanges(before, run.Namespace).CreateAsync("kept");
        }

        await using var informer = await InformerTests.StartAsync(client, run);
        await informer.SeesStartAsync("add kept ");
        await controlPlane.ForgetHistoryAsync();
        using var direct = controlPlane.Client();
        var changes = new ConfigMapChanges(direct, run.Namespace);
        await changes.UpdateAsync("kept");
        await changes.CreateAsync("new");
        proxy.Server = controlPlane.Address;
        proxy.Cut();

        await informer.SeesAsync(changes.Last);
        // What was there is there still, in its new version: neither gone nor added again.
        Assert.Equal([changes.All[0], changes.All[1]], informer.Seen.Skip(1));
    }
}
