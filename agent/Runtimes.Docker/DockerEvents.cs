using System.Runtime.CompilerServices;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>The engine's event stream, reduced to "look at this pod".</summary>
internal sealed class DockerEvents(DockerClient client, RuntimeScope scope, ILogger logger, TimeProvider time)
{
    /// <summary>The engine confirms the stream a moment before it subscribes, so it is asked for a moment of the past too.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<RuntimeEvent> WatchAsync(Action connected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - Overlap).ToUnixTimeSeconds();
        var parameters = new ContainerEventsParameters
        {
            Since = since.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["type"] = new Dictionary<string, bool> { ["container"] = true },
                // Starts are this agent's own doing, and it looks after them anyway.
                ["event"] = new Dictionary<string, bool> { ["die"] = true, ["destroy"] = true },
                ["label"] = DockerLabels.Filter(scope),
            },
        };
#pragma warning disable CS0618 // The form that is not obsolete does not say when it is connected.
        var opened = await DockerCalls.TryAsync(() => client.System.MonitorEventsAsync(parameters, cancellationToken), cancellationToken).ConfigureAwait(false);
#pragma warning restore CS0618
        if (opened.Fault is { } fault)
        {
            Log.EventsEnded(logger, fault.Message);
            yield break;
        }

        using var stream = opened.Value;
        using var reader = new StreamReader(stream);
        connected();
        while (await ReadLineAsync(reader, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (PodUid(line) is { Length: > 0 } uid)
            {
                yield return new RuntimeEvent(uid);
            }
        }
    }

    private async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var line = await DockerCalls.TryAsync(async () => await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (line.Fault is { } fault)
        {
            Log.EventsEnded(logger, fault.Message);
            return null;
        }

        return line.Value;
    }

    private static string? PodUid(string line)
    {
        using var message = JsonDocument.Parse(line);
        return message.RootElement.TryGetProperty("Actor", out var actor)
            && actor.TryGetProperty("Attributes", out var attributes)
            && attributes.TryGetProperty(DockerLabels.PodUid, out var uid)
            ? uid.GetString()
            : null;
    }
}
