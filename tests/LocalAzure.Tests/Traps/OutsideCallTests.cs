using System.Net;
using System.Text;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Traps;

/// <summary>What a client may send that the platform's own calls look like.</summary>
[Collection("Clouds")]
public class OutsideCallTests(Account account, SharedCluster shared) : IClassFixture<SharedCluster>
{
    public static TheoryData<string> Functions => ["Tick", "Scheduler", "WorkloadControllers", "ClusterControllers", "NodeControllers", "Delayed", "Api"];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Post_TriggerPathFromOutside_DoesNothing(string function)
    {
        var cluster = await shared.GetAsync(account);
        var before = cluster.Functions.Counts.Take();

        foreach (var headers in Forgeries())
        {
            using var answer = await SendAsync(cluster, function, headers, isKnown: true);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("Outputs", await answer.Content.ReadAsStringAsync(Within.Test), StringComparison.Ordinal);
            using var stranger = await SendAsync(cluster, function, headers, isKnown: false);
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        }

        var spent = cluster.Functions.Counts.Take() - before;
        Assert.Equal(0, spent["Tick"].Executions + spent["Delayed"].Executions);
    }

    [Fact]
    public async Task Delete_ForgedInvocationIdTwice_IsNoReplay()
    {
        var cluster = await shared.GetAsync(account);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await ConfigMaps.MakeAsync(cluster.Http, "forged");
            using var request = new HttpRequestMessage(HttpMethod.Delete, $"{ConfigMaps.Path}/forged") { Headers = { { "x-ms-invocation-id", "11111111-1111-1111-1111-111111111111" } } };
            using var answer = await cluster.Http.SendAsync(request, Within.Test).Comes("the answer to the deletion");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Null(await ConfigMaps.FindAsync(cluster.Http, "forged"));
        }
    }

    [Fact]
    public async Task Get_SlashEscapedInName_IsPartOfTheName()
    {
        var cluster = await shared.GetAsync(account);
        await ConfigMaps.MakeAsync(cluster.Http, "escaped");

        // Taken for a separator, the first would find it.
        using var answer = await cluster.Http.GetAsync(new Uri("/api/v1/namespaces/default/configmaps%2Fescaped", UriKind.Relative), Within.Test).Comes("the answer");
        using var named = await cluster.Http.GetAsync(new Uri($"{ConfigMaps.Path}/a%2Fb", UriKind.Relative), Within.Test).Comes("the answer");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, named.StatusCode);
        Assert.Contains("\"reason\":\"NotFound\"", await named.Content.ReadAsStringAsync(Within.Test), StringComparison.Ordinal);
    }

    /// <summary>None; those that the host sets itself; one that asks proxies to drop them.</summary>
    private static IEnumerable<(string Name, string Value)[]> Forgeries() =>
    [
        [],
        [("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString()), ("X-Azure-Functions-HostVersion", "4.1037.0.0"), ("User-Agent", "Azure-Functions-Host/4.1037.0.0")],
        [("Connection", "x-ms-invocation-id, X-Forwarded-Proto, X-Forwarded-For, X-Forwarded-Host, close")],
    ];

    private static async Task<HttpResponseMessage> SendAsync(Cluster cluster, string function, (string Name, string Value)[] headers, bool isKnown)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{function}")
        {
            Content = new StringContent("""{"Data":{"timer":{},"events":"[]","reminder":"{}"},"Metadata":{}}""", Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (!isKnown)
        {
            // A token of its own takes the place of the client's.
            request.Headers.Authorization = new("Bearer", "nobody");
        }

        return await cluster.Http.SendAsync(request, Within.Test).Comes($"the answer to POST /{function}");
    }
}
