using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Cases;

/// <summary>Each case in cases/, with the oldest and the newest kubectl at hand and with Debian's.</summary>
[Trait("Category", "Containers")]
public class KubectlCaseTests(SharedCluster shared)
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var name in CaseFile.Names())
        {
            data.Add(name, KubectlBinary.OldestName);
            data.Add(name, KubectlBinary.NewestName);
            data.Add(name, KubectlBinary.DebianName);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Kubectl_Case_PrintsAndChangesWhatIsWritten(string name, string kubectl)
    {
        var (binary, missing) = KubectlBinary.Find(kubectl);
        Assert.SkipWhen(binary is null, missing);
        await using var run = new CaseRun(await shared.GetAsync(), binary!, name);

        await run.RunAsync(CaseFile.Read(name));
    }
}
