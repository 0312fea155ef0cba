using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Cases;

/// <summary>Each case in cases/, with the oldest and the newest kubectl at hand and with Debian's.</summary>
public class KubectlCaseTests(SharedCluster cluster, SharedControlPlane controlPlane)
{
    private static readonly CaseFolder Folder = new(Path.Combine(Repository.Root, "tests", "EndToEnd", "cases"));

    private static readonly string[] Kubectls = [KubectlBinary.OldestName, KubectlBinary.NewestName, KubectlBinary.DebianName];

    public static TheoryData<string, string> OnNode() => Cases(needsNode: true);

    public static TheoryData<string, string> OnControlPlane() => Cases(needsNode: false);

    [Theory]
    [Trait("Category", "Containers")]
    [MemberData(nameof(OnNode))]
    public async Task Kubectl_CaseWithContainers_PrintsAndChangesWhatIsWritten(string name, string kubectl) =>
        await RunAsync(await BinaryAsync(kubectl, cluster.GetAsync), name);

    [Theory]
    [MemberData(nameof(OnControlPlane))]
    public async Task Kubectl_CaseWithoutContainers_PrintsAndChangesWhatIsWritten(string name, string kubectl) =>
        await RunAsync(await BinaryAsync(kubectl, controlPlane.GetAsync), name);

    private static TheoryData<string, string> Cases(bool needsNode) =>
        new(from name in Folder.Names() where Folder.Says(name, "Needs no node.") != needsNode from kubectl in Kubectls select (name, kubectl));

    private static async Task<(KubectlBinary Kubectl, TestCluster Cluster)> BinaryAsync(string name, Func<Task<TestCluster>> start)
    {
        var (binary, missing) = KubectlBinary.Find(name);
        Assert.SkipWhen(binary is null, missing);
        return (binary!, await start());
    }

    private static async Task RunAsync((KubectlBinary Kubectl, TestCluster Cluster) on, string name)
    {
        var cluster = new CaseCluster(on.Cluster.Up.Kubeconfig, new Dictionary<string, string> { ["CLUSTER_DATA"] = on.Cluster.Data });
        await using var run = new CaseRun(cluster, on.Kubectl, Folder, name);
        await run.RunAsync(Folder.Read(name));
    }
}
