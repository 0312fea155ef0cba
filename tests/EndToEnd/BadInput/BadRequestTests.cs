using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.BadInput;

/// <summary>Bad requests change nothing and get a Status with code, reason and field path.</summary>
public class BadRequestTests(SharedControlPlane shared)
{
    private const string Kept =
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"kept"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"some"}]}}}}""";

    public static TheoryData<string> Names() => [.. BadRequests.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task BadRequest_Sent_IsRefusedAndChangesNothing(string name)
    {
        var bad = BadRequests.All[name];
        var cluster = await shared.GetAsync();
        using var client = new RawClient(cluster.Up.Kubeconfig);
        var space = $"bad-{Guid.NewGuid():n}"[..20];
        await PrepareAsync(client, space);
        var before = await StateAsync(client, space);

        var (code, body) = await client.SendAsync(new HttpMethod(bad.Method), PathOf(bad, space), bad.ContentType, bad.Body);

        Assert.Equal(bad.Code, (int)code);
        Assert.Equal("Status", (string?)body!["kind"]);
        Assert.Equal("Failure", (string?)body["status"]);
        Assert.Equal(bad.Reason, (string?)body["reason"]);
        Assert.Equal(bad.Code, (int?)body["code"]);
        Assert.Contains(bad.Said, (string?)body["message"], StringComparison.Ordinal);
        if (bad.Field is not null)
        {
            Assert.Equal(bad.Field, (string?)body["details"]!["causes"]![0]!["field"]);
        }

        Assert.Equal(before, await StateAsync(client, space));
    }

    [Theory]
    [InlineData("/api/v1/namespaces", 401)]
    [InlineData("/apis", 401)]
    [InlineData("/livez", 200)]
    [InlineData("/readyz", 200)]
    [InlineData("/healthz", 200)]
    public async Task Get_WithoutCredentials_OnlyHealthAnswers(string path, int expected)
    {
        var cluster = await shared.GetAsync();
        using var client = new RawClient(cluster.Up.Kubeconfig, withToken: false);

        var (code, body) = await client.SendAsync(HttpMethod.Get, path, null, default);

        Assert.Equal(expected, (int)code);
        Assert.Equal(expected == 401 ? "Unauthorized" : null, code == HttpStatusCode.Unauthorized ? (string?)body!["reason"] : null);
    }

    private static string PathOf(BadRequest bad, string space) => bad.Path.StartsWith("apps/", StringComparison.Ordinal)
        ? $"/apis/apps/v1/namespaces/{space}/{bad.Path["apps/".Length..]}"
        : $"/api/v1/namespaces/{space}/{bad.Path}";

    private static async Task PrepareAsync(RawClient client, string space)
    {
        await CreateAsync(client, "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + space + "\"}}");
        await CreateAsync(client, $"/api/v1/namespaces/{space}/configmaps", """{"metadata":{"name":"kept"},"data":{"a":"b"}}""");
        await CreateAsync(client, $"/apis/apps/v1/namespaces/{space}/deployments", Kept);
        await Eventually.HoldsAsync(TimeSpan.FromSeconds(10), async () =>
        {
            var deployment = await client.GetAsync($"/apis/apps/v1/namespaces/{space}/deployments/kept");
            var progress = deployment["status"]!["conditions"]?.AsArray().FirstOrDefault(condition => (string?)condition!["type"] == "Progressing");
            return (string?)progress?["reason"] == "NewReplicaSetAvailable" ? null : "the deployment controller was done with the new Deployment";
        });
        await CreateAsync(client, $"/api/v1/namespaces/{space}/configmaps", """{"metadata":{"name":"second"}}""");
    }

    private static async Task CreateAsync(RawClient client, string path, string body)
    {
        var (code, answer) = await client.SendAsync(HttpMethod.Post, path, BadRequest.Json, Encoding.UTF8.GetBytes(body));
        Assert.True(code == HttpStatusCode.Created, string.Create(CultureInfo.InvariantCulture, $"POST {path}: {(int)code} {answer}"));
    }

    /// <summary>All that the requests could have changed, revisions included.</summary>
    private static async Task<string> StateAsync(RawClient client, string space)
    {
        var configMaps = await client.GetAsync($"/api/v1/namespaces/{space}/configmaps");
        var deployments = await client.GetAsync($"/apis/apps/v1/namespaces/{space}/deployments");
        return new JsonArray(configMaps["items"]!.DeepClone(), deployments["items"]!.DeepClone()).ToJsonString();
    }
}
