using CloudOrchestrator.Clients.Tests.Cluster;

namespace CloudOrchestrator.Clients.Tests.Kubectl;

/// <summary>What kubectl says of the kinds themselves.</summary>
public class KubectlExplainTests(SharedCluster cluster)
{
    public static TheoryData<string> Kubectls => [.. Releases.Numbered];

    /// <summary>explain is asked once for each kind: each is a run of kubectl, so a release explains its share of the kinds, and all of them together all.</summary>
    [Theory]
    [MemberData(nameof(Kubectls))]
    public async Task Explain_EachKindOfApiResources_HasDocumentationAndFields(string release)
    {
        using var kubectl = new KubectlSession(Releases.Get(release), (await cluster.GetAsync()).Kubeconfig);
        var all = await kubectl.RowsAsync("api-resources", "--no-headers", "--verbs=get");
        // Other tests have definitions of their own, and without words.
        var rows = all.Where(row => !row[^3].Contains("example.com", StringComparison.Ordinal)).ToList();
        var share = rows.Where((_, index) => index % Releases.Numbered.Count == Releases.Numbered.ToList().IndexOf(release)).ToList();
        Assert.NotEmpty(share);
        foreach (var row in share)
        {
            var text = await kubectl.RunAsync("explain", row[0], "--api-version", row[^3], "--recursive");
            Assert.Matches($@"(?m)^KIND:\s+{row[^1]}$", text);
            Assert.Matches(@"(?m)^\s+metadata\s+<ObjectMeta>", text);
            Assert.Matches(@"(?ms)^DESCRIPTION:\s+\S.*^FIELDS:", text);
            Assert.DoesNotMatch(@"DESCRIPTION:\s+<empty>", text);
        }
    }
}
