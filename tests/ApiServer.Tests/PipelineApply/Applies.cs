using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

/// <summary>Sends files to <c>/apply</c>.</summary>
internal static class Applies
{
    public const string Yaml = "application/yaml";

    /// <summary>Applies a file; the lines answered, of which the last has to say how it ended.</summary>
    public static async Task<IReadOnlyList<string>> ApplyAsync(this TestServer server, string file, string query = "", int code = 200, string contentType = Yaml)
    {
        using var answer = await server.PostAsync("/apply" + query, file, contentType);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == code, $"expected {code}, got {(int)answer.StatusCode}: {text}");
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal(code == 200 ? "result: ok" : "result: failed", lines[^1]);
        return lines[..^1];
    }

    /// <summary>Applies a file; the JSON document answered.</summary>
    public static async Task<JsonObject> ApplyJsonAsync(this TestServer server, string file, string query = "", HttpStatusCode code = HttpStatusCode.OK)
    {
        var document = await server.SendAsync(HttpMethod.Post, "/apply" + query, file, Yaml, ("Accept", "application/json")).JsonAsync(code);
        Assert.Equal(code == HttpStatusCode.OK ? "ok" : "failed", (string?)document["result"]);
        return document;
    }

    public static async Task<JsonObject> NamespaceAsync(this TestServer server, string name) =>
        await server.PostAsync("/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{name}}}"}}""").JsonAsync(HttpStatusCode.Created);

    /// <summary>The names of the config maps of a namespace, in order.</summary>
    public static async Task<string> ConfigMapsAsync(this TestServer server, string @namespace)
    {
        var list = await server.SendAsync(HttpMethod.Get, $"/api/v1/namespaces/{@namespace}/configmaps").JsonAsync();
        return string.Join(' ', list["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]));
    }

    public static string ConfigMap(string name, string data = "a: \"1\"", string labels = "", string? @namespace = null) => $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {{name}}
          labels: {{{labels}}}
          {{(@namespace is null ? "" : $"namespace: {@namespace}")}}
        data:
          {{data}}
        ---

        """;
}
