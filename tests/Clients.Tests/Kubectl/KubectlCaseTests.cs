using CloudOrchestrator.Clients.Tests.Cluster;

namespace CloudOrchestrator.Clients.Tests.Kubectl;

/// <summary>Each session below cases/ with each release of kubectl; with Debian's those of the basic verbs.</summary>
public class KubectlCaseTests(SharedCluster cluster)
{
    private static readonly CaseFolder Folder = new(Path.Combine(Repository.Root, "tests", "Clients.Tests", "Kubectl", "cases"));

    public static TheoryData<string, string> Cases() => new(
        from name in Folder.Names()
        from release in Folder.Says(name, "Basic verbs.") ? [.. Releases.Numbered, KubectlBinary.DebianName] : Releases.Numbered
        select (name, release));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Kubectl_Session_PrintsAndChangesWhatIsWritten(string name, string release)
    {
        var kubectl = Releases.Get(release);
        await using var run = new CaseRun(new CaseCluster((await cluster.GetAsync()).Kubeconfig, new Dictionary<string, string>()), kubectl, Folder, name);
        await run.RunAsync(Folder.Read(name));
    }
}
