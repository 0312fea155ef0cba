using System.Text;
using System.Text.Json;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Traps;

/// <summary>A quiet watch with the app's real bounds, beside all other tests: it costs time and no work.</summary>
[Collection("A long watch")]
public class WatchTests(Account account)
{
    /// <summary>Beyond the platform's 230 s: the double cuts no stream that is not silent, so an end by then is the app's own.</summary>
    private static readonly TimeSpan EndMax = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Watch_OfNothing_BeginsAtOnceIsKeptAliveAndEndsInOrder()
    {
        await using var cluster = await Cluster.StartAsync(account);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Within.Test);
        end.CancelAfter(EndMax);
        using var list = JsonDocument.Parse(await cluster.Http.GetStringAsync(new Uri(ConfigMaps.Path, UriKind.Relative), end.Token));
        var from = list.RootElement.GetProperty("metadata").GetProperty("resourceVersion").GetString();

        // No head reaches the client before a byte of the body does.
        using var answer = await cluster.Http.GetAsync(
            new Uri($"{ConfigMaps.Path}?watch=true&allowWatchBookmarks=true&resourceVersion={from}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, end.Token).Comes("the first byte of a quiet watch");
        await using var stream = await answer.Content.ReadAsStreamAsync(end.Token);
        var (text, blanks) = await ReadAsync(stream, end.Token);

        Assert.True(blanks > 2, $"{blanks} signs of life, and this: {text}");
        using var last = JsonDocument.Parse(text.Trim().Split('\n')[^1]);
        Assert.Equal("BOOKMARK", last.RootElement.GetProperty("type").GetString());
        Assert.Equal(1, cluster.HttpInstances.Single().HandlerStarts);
    }

    /// <summary>All until its orderly end, and how often something came alone that is no event.</summary>
    private static async Task<(string Text, int Blanks)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var blanks = 0;
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var count && count > 0)
        {
            var chunk = Encoding.UTF8.GetString(buffer, 0, count);
            blanks += string.IsNullOrWhiteSpace(chunk) ? 1 : 0;
            text.Append(chunk);
        }

        return (text.ToString(), blanks);
    }
}
