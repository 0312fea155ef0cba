using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

/// <summary>Reads a report as it comes, and says which line did not.</summary>
internal sealed class ReportReader : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private ReportReader(HttpResponseMessage answer, Stream stream) => (_answer, _lines) = (answer, new StreamReader(stream));

    /// <summary>What the trailer says; null for no trailer.</summary>
    public string? Trailer => _answer.TrailingHeaders.TryGetValues("Apply-Result", out var values) ? string.Join(',', values) : null;

    public static async Task<ReportReader> OpenAsync(TestServer server, string file, string query, Version? version = null, string accept = "*/*")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apply" + query) { Version = version ?? HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = new StringContent(file);
        request.Content.Headers.ContentType = new(Applies.Yaml);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new ReportReader(answer, await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Reads up to this line, which has to come.</summary>
    public async Task UntilAsync(string expected)
    {
        var seen = new List<string>();
        while (await NextAsync(expected) is { } line)
        {
            if (line == expected)
            {
                return;
            }

            seen.Add(line);
        }

        Assert.Fail($"'{expected}' did not come, but: {string.Join(" | ", seen)}");
    }

    /// <summary>All lines to the end.</summary>
    public async Task<IReadOnlyList<string>> RestAsync()
    {
        var lines = new List<string>();
        while (await NextAsync("the end") is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _answer.Dispose();
    }

    private async Task<string?> NextAsync(string what)
    {
        try
        {
            return await _lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{what} did not come within {Deadline.TotalSeconds} s");
        }
    }
}
