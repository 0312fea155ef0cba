using CloudOrchestrator.Controllers.CustomResourceDefinitions;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.CustomResourceDefinitions;

/// <summary>Two instances let a definition go at once, while another of its name comes: no resource of one that is in use is touched.</summary>
public sealed class DefinitionRaceTests
{
    private const string Name = "tabs.example.com";

    private const string Definition = """
        metadata: {name: tabs.example.com}
        spec:
          group: example.com
          scope: Cluster
          names: {plural: tabs, kind: Tab}
          versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
        """;

    private static readonly ResourceKind Definitions = ApiextensionsKinds.CustomResourceDefinitions;

    /// <summary>Far enough apart that no instance pauses for the other, which it would for ever while time stands still.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reconcile_TheOtherInstanceEmptiesItAndItIsDefinedAgain_AtAnyPoint_TouchesNothingOfTheNewOne(bool isFull)
    {
        var points = 0;
        for (var isReached = true; isReached; points++)
        {
            var log = new MemoryCommitLog(isSoleWriter: false);
            await using var one = new Cluster(log);
            await using var other = new Cluster(log, one.Time);
            await DefineAsync(one);
            if (isFull)
            {
                await one.CreateAsync(await KindAsync(one), "metadata: {name: old}");
            }

            await one.DeleteAsync(Definitions, Name);
            var point = points;
            isReached = false;
            var client = new InterposedClient(one.Client)
            {
                Before = async call =>
                {
                    if (call == point)
                    {
                        isReached = true;
                        await ReplaceAsync(other);
                    }
                },
            };
            one.Time.Advance(Apart);

            await Controller(client, one).ReconcileAsync(Name, Token);

            if (isReached)
            {
                one.Time.Advance(Apart);
                Assert.Null((await one.GetAsync(Definitions, Name)).Text("metadata", "deletionTimestamp"));
                Assert.Equal(["new"], (await one.AllAsync(await KindAsync(one))).Select(item => item.Text("metadata", "name")));
            }
        }

        Assert.True(points > 4, $"{points} points");
    }

    private static IReactor Controller(IResourceClient client, Cluster cluster) => new CustomResourceDefinitionController(client, cluster.Time);

    private static async Task DefineAsync(Cluster cluster)
    {
        await cluster.CreateAsync(Definitions, Definition);
        cluster.Time.Advance(Apart);
        await Controller(cluster.Client, cluster).ReconcileAsync(Name, Token);
    }

    private static async Task<ResourceKind> KindAsync(Cluster cluster) => (await cluster.Client.KindsAsync(Token)).Find("example.com", "v1", "tabs")!;

    /// <summary>Has the other instance let the definition go, and makes it anew.</summary>
    private static async Task ReplaceAsync(Cluster other)
    {
        for (var runs = 0; await other.GetAsync(Definitions, Name) is not null; runs++)
        {
            other.Time.Advance(Apart);
            Assert.True(runs < 5, "the other instance does not let the definition go");
            await Controller(other.Client, other).ReconcileAsync(Name, Token);
        }

        await DefineAsync(other);
        await other.CreateAsync(await KindAsync(other), "metadata: {name: new}");
    }
}
