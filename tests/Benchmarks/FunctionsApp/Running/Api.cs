using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.FunctionsApp.Running;

/// <summary>The few calls of the Kubernetes API that the measurements make.</summary>
internal static class Api
{
    public static Task<JsonNode> CreateAsync(this HttpClient client, string path, JsonNode body) => SendAsync(client, HttpMethod.Post, path, body.ToJsonString(), "application/json");

    public static Task<JsonNode> MergeAsync(this HttpClient client, string path, JsonNode patch) => SendAsync(client, HttpMethod.Patch, path, patch.ToJsonString(), "application/merge-patch+json");

    public static Task<JsonNode> RemoveAsync(this HttpClient client, string path, string options = "{}") => SendAsync(client, HttpMethod.Delete, path, options, "application/json");

    public static async Task<JsonNode> ReadAsync(this HttpClient client, string path) => JsonNode.Parse(await client.GetStringAsync(path))!;

    /// <summary>What changes from a revision on.</summary>
    public static async IAsyncEnumerable<JsonNode> WatchAsync(this HttpClient client, string path, string revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await client.GetStreamAsync($"{path}?watch=1&timeoutSeconds=200&resourceVersion={revision}", cancellationToken);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                yield return JsonNode.Parse(line)!;
            }
        }
    }

    public static JsonNode Deployment(string name, int replicas) => JsonNode.Parse(
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"default\"},\"spec\":{\"replicas\":" + replicas
        + ",\"selector\":{\"matchLabels\":{\"app\":\"" + name + "\"}},\"template\":{\"metadata\":{\"labels\":{\"app\":\"" + name
        + "\"}},\"spec\":{\"terminationGracePeriodSeconds\":1,\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}")!;

    private static async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, string body, string type)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }
}
