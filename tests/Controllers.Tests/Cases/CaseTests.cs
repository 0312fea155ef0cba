using CloudOrchestrator.Resources;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Cases;

/// <summary>Runs one controller on the objects of <c>before.yaml</c> until it changes nothing more, and compares with <c>after.yaml</c>.</summary>
/// <remarks>
/// A case is a folder <c>[folder of the controller]/cases/[case]</c>. Of every kind that <c>after.yaml</c> names, those objects are left and no
/// others; each has at least the fields given. A string that ends in <c>*</c> stands for any with that beginning, <c>null</c> for an absent field.
/// A document <c>none: Kind</c> says that no object of the kind is left. Before, the uid of an owner is written as its name. It is 2026-01-01T00:00:00Z.
/// </remarks>
public sealed class CaseTests
{
    private static readonly Dictionary<string, string> Controllers = new()
    {
        ["CustomResourceDefinitions"] = "customresourcedefinition-controller",
        ["Deployments"] = "deployment-controller",
        ["ReplicaSets"] = "replicaset-controller",
        ["Nodes"] = "node-controller",
        ["GarbageCollection"] = "generic-garbage-collector",
        ["Namespaces"] = "namespace-controller",
        ["ServiceAccounts"] = "service-account-controller",
    };

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(AppContext.BaseDirectory, "before.yaml", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(AppContext.BaseDirectory, Path.GetDirectoryName(path)!)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Settle_Before_IsAfter(string name)
    {
        await using var cluster = new Cluster();
        foreach (var document in CaseFile.Read(name, "before.yaml"))
        {
            await cluster.PlaceAsync(document);
        }

        await cluster.SettleAsync(Controllers[name.Split(Path.DirectorySeparatorChar)[0]]);

        foreach (var kind in CaseFile.Read(name, "after.yaml").GroupBy(document => document.Text("kind") ?? document.Text("none")))
        {
            var actual = await cluster.AllAsync((await cluster.Client.KindsAsync(TestContext.Current.CancellationToken)).All.Single(one => one.Kind == kind.Key));
            CaseFile.AssertAre([.. kind.Where(document => document.Text("none") is null)], actual);
        }
    }
}
