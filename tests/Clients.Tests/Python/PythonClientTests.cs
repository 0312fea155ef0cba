using CloudOrchestrator.Clients.Tests.Cluster;

namespace CloudOrchestrator.Clients.Tests.Python;

/// <summary>Each script below scripts/ checks what it sees itself.</summary>
public class PythonClientTests(SharedCluster cluster)
{
    private static readonly Scripts Scripts = new("Python", "*.py");

    public static TheoryData<string> Names => Scripts.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Script_AgainstTheServer_SeesWhatItExpects(string name)
    {
        using var run = await ScriptRun.PrepareAsync(await cluster.GetAsync(), $"python-{name}");
        await ScriptRun.SucceedAsync(PythonClient.Prepare(run, Scripts.PathOf(name)));
    }
}
