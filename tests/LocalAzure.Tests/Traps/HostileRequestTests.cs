using System.Net;
using System.Net.Http.Headers;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Traps;

/// <summary>No request ends the process: the third that does would end the instance for all.</summary>
[Collection("Clouds")]
public class HostileRequestTests(Account account, SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const int Requests = 150;

    [Fact]
    public async Task Send_BodyBeyondTheApisLimit_IsRefusedAndNothingElse()
    {
        var cluster = await shared.GetAsync(account);
        using var content = new ByteArrayContent(new byte[8 * 1024 * 1024]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        using var answer = await cluster.Http.PostAsync(new Uri(ConfigMaps.Path, UriKind.Relative), content, Within.Test).Comes("the answer to a long body");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        await IsUnharmedAsync(cluster);
    }

    [Fact]
    public async Task Send_AtRandom_EndsNoProcess()
    {
        var cluster = await shared.GetAsync(account);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        try
        {
            for (var count = 0; count < Requests; count++)
            {
                using var request = Make(cluster.Cloud.Address, random);
                using var answer = await cluster.Http.SendAsync(request, Within.Test).Comes($"the answer to {request.Method} {request.RequestUri}");
                Assert.True((int)answer.StatusCode < 500 || (int)answer.StatusCode is 501 or 504, $"{request.Method} {request.RequestUri} got {(int)answer.StatusCode}");
            }
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"seed {seed}", fault);
        }

        await IsUnharmedAsync(cluster);
    }

    private static async Task IsUnharmedAsync(Cluster cluster)
    {
        Assert.All(cluster.HttpInstances, instance => Assert.Equal(1, instance.HandlerStarts));
        using var answer = await cluster.Http.GetAsync(new Uri(ConfigMaps.Path, UriKind.Relative), Within.Test).Comes("the answer to a list");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static HttpRequestMessage Make(Uri address, Random random)
    {
        HttpMethod[] methods = [HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete, HttpMethod.Head, HttpMethod.Options];
        string[] paths = ["/", "/api", "/api/v1/pods", ConfigMaps.Path + "/x", "/apis/apps/v1/namespaces/default/deployments/x", "/apis/nope/v1/x", "/%00", "/api/v1/namespaces/%2e%2e/pods", "/Tick", "//api//v1", "/openapi/v3"];
        string[] queries = ["", "?watch=true&timeoutSeconds=0&limit=-1", "?limit=x", "?fieldSelector==,,&labelSelector=!(", "?continue=%00%FF", "?resourceVersion=-1", "?dryRun=Some&fieldManager=%01", "?timeoutSeconds=99999999999999999999"];
        string[] types = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml", "text/plain"];
        var method = methods[random.Next(methods.Length)];
        var path = paths[random.Next(paths.Length)] + queries[random.Next(queries.Length)];
        var request = new HttpRequestMessage(method, new Uri(address.GetLeftPart(UriPartial.Authority) + path));
        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head && random.Next(4) > 0)
        {
            request.Content = new ByteArrayContent(Body(random)) { Headers = { ContentType = new MediaTypeHeaderValue(types[random.Next(types.Length)]) } };
        }

        return request;
    }

    private static byte[] Body(Random random)
    {
        string[] starts = ["", "{", "[", "{}", "[]", "null", "{\"kind\":null}", "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":[]}", "k8s\0\0", "a: &a [*a]", new string('[', 5000), "{\"spec\":{\"replicas\":1e999}}"];
        var noise = new byte[random.Next(64)];
        random.NextBytes(noise);
        return [.. System.Text.Encoding.UTF8.GetBytes(starts[random.Next(starts.Length)]), .. random.Next(2) == 0 ? noise : []];
    }
}
