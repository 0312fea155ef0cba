using System.Text.Json.Nodes;
using CloudOrchestrator.Clients.Tests.Cluster;

namespace CloudOrchestrator.Clients.Tests.Kubectl;

/// <summary>Every kind that a cluster serves, in kubectl's hands. On clusters of their own: the objects are without meaning.</summary>
public sealed class KubectlKindTests(KindClusters clusters) : IClassFixture<KindClusters>
{
    /// <summary>Kinds that releases of kubectl know how to describe in an alpha or beta version alone, which is not served.</summary>
    private static readonly string[] DescribedInOldVersions = ["IPAddress", "ServiceCIDR", "VolumeAttributesClass"];

    /// <summary>How many objects one kubectl deletes: it looks at the first ten at once, twice at some, and at further ones five a second.</summary>
    private const int DeletedAtOnce = 8;

    public static TheoryData<string> Kubectls => [.. Releases.Numbered];

    [Theory]
    [MemberData(nameof(Kubectls))]
    public async Task EveryKind_AppliedDescribedAppliedServerSideAndDeleted(string release)
    {
        var binary = Releases.Get(release);
        using var cluster = await clusters.AloneAsync();
        using var kubectl = new KubectlSession(binary, cluster.Kubeconfig);
        var kinds = await KindsAsync(kubectl);
        var missing = kinds.Where(kind => !KindManifests.All.ContainsKey(kind));
        Assert.True(!missing.Any(), $"no manifest of {string.Join(", ", missing)} in tests/Resources.Tests/Kinds/Defaults/cases");
        WriteManifests(kubectl.Folder, kinds);

        try
        {
            await LiveAsync(kubectl, kinds.Count);
        }
        catch
        {
            // What is left would be in the way of the next release.
            await kubectl.TryAsync("delete", "--ignore-not-found", "-f", "kinds");
            throw;
        }
    }

    private static async Task LiveAsync(KubectlSession kubectl, int count)
    {
        Assert.Equal(count, Answers(await kubectl.RunAsync("apply", "-f", "kinds"), "created"));
        Assert.Equal(count, (await kubectl.RowsAsync("get", "-f", "kinds", "-o", "name")).Count);
        // What is written in another form than the server's, as 1000m, kubectl sends again; it changes nothing.
        var before = await WrittenAsync(kubectl);
        Assert.Equal(count, Answers(await kubectl.RunAsync("apply", "-f", "kinds"), "unchanged", "configured"));
        Assert.Equal(before, await WrittenAsync(kubectl));
        Assert.Equal("", (await kubectl.TryAsync("diff", "-f", "kinds")).Output);
        Assert.Equal(count, Answers(await kubectl.RunAsync("apply", "--server-side", "--force-conflicts", "-f", "kinds"), "serverside-applied"));
        await DescribeAsync(kubectl, count);
        Assert.Equal(count, await DeleteAsync(kubectl));
        Assert.Equal("", await kubectl.RunAsync("get", "-f", "kinds", "--ignore-not-found", "-o", "name"));
    }

    /// <summary>Deletes all, and waits until they are gone, as kubectl does; how many it says it has.</summary>
    private static async Task<int> DeleteAsync(KubectlSession kubectl)
    {
        var files = Directory.EnumerateFiles(Path.Combine(kubectl.Folder, "kinds")).Order(StringComparer.Ordinal);
        var outputs = await Task.WhenAll(files.Chunk(DeletedAtOnce).Select(some => kubectl.RunAsync(["delete", .. some.SelectMany(static file => new[] { "-f", file })])));
        return outputs.Sum(static output => Answers(output, "deleted"));
    }

    private static async Task DescribeAsync(KubectlSession kubectl, int count)
    {
        var (old, others) = (Directory.CreateDirectory(Path.Combine(kubectl.Folder, "old")), Directory.CreateDirectory(Path.Combine(kubectl.Folder, "others")));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(kubectl.Folder, "kinds")))
        {
            File.Copy(file, Path.Combine((DescribedInOldVersions.Any(kind => file.EndsWith($".{kind}.yaml", StringComparison.Ordinal)) ? old : others).FullName, Path.GetFileName(file)));
        }

        var described = await kubectl.RunAsync("describe", "-f", "others");
        Assert.Equal(count - DescribedInOldVersions.Length, described.Split('\n').Count(line => line.StartsWith("Name:", StringComparison.Ordinal)));
        foreach (var file in old.EnumerateFiles())
        {
            var one = await kubectl.TryAsync("describe", "-f", file.FullName);
            Assert.True(one is { ExitCode: 0, Error: "" } || one.Error == "Error from server (NotFound): the server could not find the requested resource\n", $"{file.Name}: {one.Error}");
        }
    }

    /// <summary>"apiVersion kind" of all that can be made, read and deleted.</summary>
    private static async Task<IReadOnlyList<string>> KindsAsync(KubectlSession kubectl)
    {
        var rows = await kubectl.RowsAsync("api-resources", "--no-headers", "--verbs=create,get,list,watch,patch,delete");
        var kinds = rows.Select(row => $"{row[^3]} {row[^1]}").Distinct().ToList();
        Assert.NotEmpty(kinds);
        return kinds;
    }

    private static void WriteManifests(string folder, IReadOnlyList<string> kinds)
    {
        var manifests = Directory.CreateDirectory(Path.Combine(folder, "kinds"));
        foreach (var kind in kinds)
        {
            File.WriteAllText(Path.Combine(manifests.FullName, kind.Replace('/', '_').Replace(' ', '.') + ".yaml"), KindManifests.All[kind]);
        }
    }

    /// <summary>The objects without what controllers write.</summary>
    private static async Task<IReadOnlyList<string>> WrittenAsync(KubectlSession kubectl)
    {
        var items = JsonNode.Parse(await kubectl.RunAsync("get", "-f", "kinds", "-o", "json"))!["items"]!.AsArray();
        foreach (var item in items.Select(item => item!.AsObject()))
        {
            item.Remove("status");
            var metadata = item["metadata"]!.AsObject();
            metadata.Remove("resourceVersion");
            (metadata["annotations"] as JsonObject)?.Remove("deployment.kubernetes.io/revision");
        }

        return [.. items.Select(item => item!.ToJsonString())];
    }

    /// <summary>How many lines of an output end with one of these words.</summary>
    private static int Answers(string output, params string[] words) =>
        output.Split('\n').Count(line => line.TrimEnd().Split(' ').Skip(1).Any(words.Contains));
}
