using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Pipeline;

/// <summary>A path of one namespace says nothing of another, whatever the query asks for.</summary>
public sealed class NamespaceBoundTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Own = "/api/v1/namespaces/bound-own/configmaps";
    private const string Other = "/api/v1/namespaces/bound-other/configmaps";
    private const string Hidden = "hidden";

    private readonly TestServer _server = fixture.Server;

    [Theory]
    [InlineData("?labelSelector=t%3Dbound")]
    [InlineData("?labelSelector=!absent")]
    [InlineData("?fieldSelector=metadata.namespace%3Dbound-other")]
    [InlineData("?fieldSelector=metadata.namespace!%3Dbound-own")]
    [InlineData("?fieldSelector=metadata.name%3Dhidden-0")]
    [InlineData("?limit=1")]
    [InlineData("?resourceVersion=0")]
    [InlineData("/hidden-0")]
    [InlineData("/..%2F..%2Fbound-other%2Fconfigmaps%2Fhidden-0")]
    public async Task Get_OfOneNamespace_TellsNothingOfAnother(string query)
    {
        await FillAsync();

        TellsNothing(Without(query, await TextAsync(HttpMethod.Get, Own + query)));
    }

    [Theory]
    [InlineData(Other)]
    [InlineData("/api/v1/configmaps")]
    public async Task List_WithATokenOfMore_TellsNothingOfAnother(string path)
    {
        await FillAsync();
        var page = JsonNode.Parse(await TextAsync(HttpMethod.Get, path + "?limit=1&labelSelector=t%3Dbound"))!;
        var token = Uri.EscapeDataString((string)page["metadata"]!["continue"]!);

        TellsNothing(await TextAsync(HttpMethod.Get, $"{Own}?limit=5&labelSelector=t%3Dbound&continue={token}"));
    }

    [Theory]
    [InlineData("labelSelector=t%3Dbound")]
    [InlineData("fieldSelector=metadata.namespace%3Dbound-other")]
    [InlineData("sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")]
    [InlineData("resourceVersion=1")]
    public async Task Watch_OfOneNamespace_TellsNothingOfAnother(string query)
    {
        await FillAsync();
        var watching = TextAsync(HttpMethod.Get, $"{Own}?watch=1&timeoutSeconds=1&{query}");
        using var changed = await _server.PostAsync(Other, Objects.ConfigMap($"hidden-{Guid.NewGuid():N}", labels: """{"t":"bound"}"""));

        TellsNothing(await watching);
    }

    [Theory]
    [InlineData("?labelSelector=t%3Dnone-of-these")]
    [InlineData("?fieldSelector=metadata.namespace%3Dbound-other")]
    [InlineData("?fieldSelector=metadata.name%3Dhidden-0")]
    public async Task DeleteCollection_OfOneNamespace_LeavesAnother(string query)
    {
        await FillAsync();

        TellsNothing(Without(query, await TextAsync(HttpMethod.Delete, Own + query)));
        await _server.SendAsync(HttpMethod.Get, $"{Other}/hidden-0").JsonAsync(HttpStatusCode.OK);
    }

    private static void TellsNothing(string answer)
    {
        Assert.NotEmpty(answer);
        Assert.DoesNotContain(Hidden, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"namespace\":\"bound-other\"", answer, StringComparison.Ordinal);
    }

    /// <summary>What the query itself names may be named in the answer.</summary>
    private static string Without(string query, string answer) => query.Contains("hidden-0", StringComparison.Ordinal) ? answer.Replace("hidden-0", "", StringComparison.Ordinal) : answer;

    private async Task FillAsync()
    {
        foreach (var name in new[] { "bound-own", "bound-other" })
        {
            using var made = await _server.PostAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }.ToJsonString());
        }

        for (var number = 0; number < 3; number++)
        {
            using var own = await _server.PostAsync(Own, Objects.ConfigMap($"own-{number}", labels: """{"t":"bound"}"""));
            using var other = await _server.PostAsync(Other, Objects.ConfigMap($"hidden-{number}", labels: """{"t":"bound"}"""));
        }
    }

    private async Task<string> TextAsync(HttpMethod method, string path)
    {
        using var answer = await _server.SendAsync(method, path);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
