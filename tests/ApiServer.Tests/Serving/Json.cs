using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Serving;

/// <summary>Reads answers.</summary>
internal static class Json
{
    public static async Task<JsonObject> JsonAsync(this Task<HttpResponseMessage> answering, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await answering;
        return await answer.JsonAsync(expected);
    }

    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage answer, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"expected {(int)expected}, got {(int)answer.StatusCode}: {text}");
        return (JsonObject)JsonNode.Parse(text)!;
    }

    /// <summary>A Status with this code and reason; its message.</summary>
    public static async Task<(JsonObject Status, string Message)> StatusAsync(this Task<HttpResponseMessage> answering, int code, string reason)
    {
        var status = await answering.JsonAsync((HttpStatusCode)code);
        Assert.Equal("Status", (string?)status["kind"]);
        Assert.Equal("v1", (string?)status["apiVersion"]);
        Assert.Equal("Failure", (string?)status["status"]);
        Assert.Equal(reason, (string?)status["reason"]);
        Assert.Equal(code, (int?)status["code"]);
        return (status, (string?)status["message"] ?? "");
    }
}
