using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>What anybody may ask: whether the server is well, and which version it is.</summary>
internal static class HealthAnswer
{
    /// <summary>The Kubernetes release whose API is served. Build metadata, never a suffix: clients compare versions.</summary>
    public const string GitVersion = "v1.37.0+cloudorchestrator";

    public static async Task<bool> TryAnswerAsync(HttpContext http)
    {
        switch (http.Request.Path.Value)
        {
            case "/healthz" or "/livez" or "/readyz":
                http.Response.ContentType = "text/plain; charset=utf-8";
                var isVerbose = http.Request.Query.ContainsKey("verbose");
                await http.Response.WriteAsync(isVerbose ? $"[+]ping ok\n[+]store ok\n{http.Request.Path.Value[1..]} check passed\n" : "ok", http.RequestAborted).ConfigureAwait(false);
                return true;
            case "/version" or "/version/":
                await JsonAnswer.WriteAsync(http, Version(), 200).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "37",
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = RuntimeInformation.FrameworkDescription,
        ["platform"] = $"linux/{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}",
    };
}
