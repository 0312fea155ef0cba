using System.Text.Json;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>All that ever happened in a collection, as a watch tells it across every cut, and how things stand.</summary>
internal sealed class ObjectLog : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _client;
    private readonly string _path;
    private readonly Action<IReadOnlyDictionary<string, JsonElement>> _looked;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonElement> _objects = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];
    private readonly Task _run;
    private long _revision;

    /// <param name="looked">Is shown all objects, by uid, after each change.</param>
    public ObjectLog(HttpClient client, string path, Action<IReadOnlyDictionary<string, JsonElement>> looked)
    {
        (_client, _path, _looked) = (client, path, looked);
        _run = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>What must never happen to a watch, and did.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lock)
            {
                return [.. _faults];
            }
        }
    }

    public IReadOnlyList<JsonElement> Objects
    {
        get
        {
            lock (_lock)
            {
                return [.. _objects.Values];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var isListed = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!isListed)
                {
                    await ListAsync(cancellationToken);
                    isListed = true;
                }

                await WatchAsync(cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is HttpRequestException or IOException or JsonException)
            {
                // The instance went, or a line was cut with it.
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        using var list = JsonDocument.Parse(await _client.GetStringAsync(new Uri(_path, UriKind.Relative), cancellationToken));
        lock (_lock)
        {
            _revision = Revision(list.RootElement);
            foreach (var item in list.RootElement.GetProperty("items").EnumerateArray())
            {
                _objects[Uid(item)] = item.Clone();
            }

            _looked(_objects);
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var address = new Uri($"{_path}?watch=true&resourceVersion={_revision}", UriKind.Relative);
        using var answer = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                using var change = JsonDocument.Parse(line);
                Take(change.RootElement);
            }
        }
    }

    private void Take(JsonElement change)
    {
        var (type, item) = (change.GetProperty("type").GetString(), change.GetProperty("object"));
        lock (_lock)
        {
            if (type == "ERROR")
            {
                _faults.Add($"{_path}: the watch from {_revision} ended with {item}");
                return;
            }

            var revision = Revision(item);
            if (revision <= _revision)
            {
                _faults.Add($"{_path}: {type} at {revision} came after {_revision}");
            }

            _revision = revision;
            if (type == "ADDED" && _objects.ContainsKey(Uid(item)))
            {
                _faults.Add($"{_path}: {Uid(item)} was added twice");
            }

            if (type == "DELETED")
            {
                _objects.Remove(Uid(item));
            }
            else
            {
                _objects[Uid(item)] = item.Clone();
            }

            _looked(_objects);
        }
    }

    private static long Revision(JsonElement item) => long.Parse(item.GetProperty("metadata").GetProperty("resourceVersion").GetString()!, null);

    private static string Uid(JsonElement item) => item.GetProperty("metadata").GetProperty("uid").GetString()!;
}
