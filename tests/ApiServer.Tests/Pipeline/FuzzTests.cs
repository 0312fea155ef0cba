using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Pipeline;

/// <summary>No input makes the server fail: every answer is below 500 (504 is how Kubernetes says that a version is yet to come) and is a Status where it refuses, or of a pipeline's documents a report.</summary>
public class FuzzTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Any_Request_IsAnsweredWithoutFailing()
    {
        foreach (var (path, body) in new[]
        {
            ("/api/v1/namespaces/default/pods", Objects.Pod("p")),
            ("/apis/apps/v1/namespaces/default/deployments", Objects.Deployment("d")),
            ("/api/v1/namespaces/default/configmaps", Objects.ConfigMap("a")),
        })
        {
            await _server.PostAsync(path, body).JsonAsync(HttpStatusCode.Created);
        }

        await FuzzedRequest.Any.SampleAsync(
            async fuzzed =>
            {
                using var request = fuzzed.To(_server.Address);
                if (request is null)
                {
                    return;
                }

                using var answer = await _server.Client.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode is < 500 or 504, $"{fuzzed}: {(int)answer.StatusCode} {text}");

                // What is no HTTP at all, such as %00 in a path, is refused by the server below ours; a form of the OpenAPI documents that there is none of, without a word.
                if ((int)answer.StatusCode >= 400 && fuzzed.Method != "HEAD" && answer.Headers.Contains("Audit-Id") && !IsOpenApiForm(request, answer))
                {
                    Assert.Contains(fuzzed.Path == "/apply" ? "fail" : "Failure", text, fuzzed.Path == "/apply" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
                }
            },
            iter: 3000,
            threads: 2);
    }

    private static bool IsOpenApiForm(HttpRequestMessage request, HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.NotAcceptable && request.RequestUri!.AbsolutePath.StartsWith("/openapi/", StringComparison.Ordinal);
}
