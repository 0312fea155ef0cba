using System.Net;
using System.Text;
using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Recovery;

/// <summary>What the API acknowledged is there after a kill -9 in the middle of writing.</summary>
public class AcknowledgedWriteTests
{
    private const int Rounds = 5;
    private const int Writers = 8;
    private static readonly TimeSpan BackDeadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task ControlPlane_Killed9WhileWriting_LosesNothingThatWasAcknowledged()
    {
        await using var cluster = await TestCluster.StartAsync(null, "--nodes", "0");
        var acknowledged = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            using var client = new RawClient(cluster.Up.Kubeconfig);
            var written = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteUntilItDiesAsync(client, $"r{round}w{writer}", writer == 0 ? cluster : null)));
            acknowledged.AddRange(written.SelectMany(names => names));
            await Eventually.HoldsAsync(BackDeadline, async () => await IsReadyAsync(cluster) ? null : "the control plane answers again");
        }

        using var reader = new RawClient(cluster.Up.Kubeconfig);
        var list = await reader.GetAsync("/api/v1/namespaces/default/configmaps");
        var present = list["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!).ToHashSet();
        Assert.True(acknowledged.Count > Rounds * Writers, $"Only {acknowledged.Count} writes were acknowledged.");
        Assert.Superset(acknowledged.ToHashSet(), present);
    }

    /// <summary>Writes one object after the other; the first writer kills the control plane after its tenth.</summary>
    private static async Task<List<string>> WriteUntilItDiesAsync(RawClient client, string prefix, TestCluster? killed)
    {
        var names = new List<string>();
        try
        {
            for (var count = 0; count < 10_000; count++)
            {
                var name = $"{prefix}n{count}";
                var body = Encoding.UTF8.GetBytes("{\"metadata\":{\"name\":\"" + name + "\"}}");
                var (code, _) = await client.SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/configmaps", "application/json", body);
                Assert.Equal(HttpStatusCode.Created, code);
                names.Add(name);
                if (killed is not null && count == 10)
                {
                    await Command.RunAsync("kill", "-KILL", $"{killed.Up.ControlPlaneId}");
                }
            }
        }
        catch (HttpRequestException)
        {
            // The control plane is gone: this write was not acknowledged.
        }

        return names;
    }

    private static async Task<bool> IsReadyAsync(TestCluster cluster)
    {
        try
        {
            using var client = new RawClient(cluster.Up.Kubeconfig);
            return (await client.SendAsync(HttpMethod.Get, "/readyz", null, default)).Code == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
