using CloudOrchestrator.Clients.Tests.Cluster;

namespace CloudOrchestrator.Clients.Tests.Node;

/// <summary>Each script below scripts/ checks what it sees itself.</summary>
public class NodeClientTests(SharedCluster cluster)
{
    private static readonly Scripts Scripts = new("Node", "*.mjs");

    public static TheoryData<string> Names => Scripts.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Script_AgainstTheServer_SeesWhatItExpects(string name)
    {
        using var run = await ScriptRun.PrepareAsync(await cluster.GetAsync(), $"node-{name}");
        await ScriptRun.SucceedAsync(await NodeClient.PrepareAsync(run, Scripts.PathOf(name)));
    }
}
