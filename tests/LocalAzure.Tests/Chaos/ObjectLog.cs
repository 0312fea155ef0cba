using System.Text.Json;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

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
    private readonly List<Change> _history = [];
    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _run;
    private long _from;

    /// <param name="looked">Is shown all objects, by uid, after each change.</param>
    public ObjectLog(HttpClient client, string path, Action<IReadOnlyDictionary<string, JsonElement>> looked)
    {
        (_client, _path, _looked) = (client, path, looked);
        _run = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>Done when it knows where it starts.</summary>
    public Task Listed => _listed.Task;

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

    /// <summary>Asks for the whole history once more, in one watch; and for a list. To be called when all is quiet.</summary>
    /// <returns>What differs from what was seen across all cuts; null for nothing.</returns>
    public async Task<string?> CompareAsync()
    {
        IReadOnlyList<Change> seen;
        lock (_lock)
        {
            seen = [.. _history];
        }

        var again = new List<Change>();
        try
        {
            await WatchAsync(_from, (change, _) => again.Add(change), () => seen.Count == 0 || (again.Count > 0 && again[^1].Revision >= seen[^1].Revision), Within.Test)
                .Comes($"{seen.Count} changes of {_path} once more, the last of them {seen.LastOrDefault()}");
        }
        catch (Exception fault) when (Calls.IsBroken(fault))
        {
            return $"an answer to watching {_path} once more: {fault.Message}";
        }

        var differs = seen.SequenceEqual(again) ? null : $"{_path}: across all cuts there was seen, and not once more: {Words(seen.Except(again))}; and the other way round: {Words(again.Except(seen))}";
        return differs ?? await CompareListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!_listed.Task.IsCompleted && !await ListAsync(cancellationToken))
                {
                    await Task.Delay(Pause, cancellationToken);
                    continue;
                }

                await WatchAsync(_history.Count > 0 ? _history[^1].Revision : _from, Take, () => false, cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested && (Calls.IsBroken(fault) || fault is JsonException))
            {
                // The instance went, or a line was cut with it.
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <returns>Whether anything was ever there: a list of what never held anything says 0, and from 0 a watch tells how things stand, not what came.</returns>
    private async Task<bool> ListAsync(CancellationToken cancellationToken)
    {
        using var list = JsonDocument.Parse(await _client.GetStringAsync(new Uri(_path, UriKind.Relative), cancellationToken));
        lock (_lock)
        {
            _from = Revision(list.RootElement);
            if (_from == 0)
            {
                return false;
            }

            foreach (var item in list.RootElement.GetProperty("items").EnumerateArray())
            {
                _objects[Uid(item)] = item.Clone();
            }

            _looked(_objects);
        }

        _listed.TrySetResult();
        return true;
    }

    private async Task<string?> CompareListAsync()
    {
        if (await _client.TryGetAsync(_path) is not { Status: 200 } answer)
        {
            return $"an answer to listing {_path}";
        }

        using var list = JsonDocument.Parse(answer.Body);
        var listed = list.RootElement.GetProperty("items").EnumerateArray().Select(item => (Uid(item), Revision(item))).Order().ToList();
        var watched = Objects.Select(item => (Uid(item), Revision(item))).Order().ToList();
        return listed.SequenceEqual(watched) ? null : $"{_path}: the watch knows {string.Join(' ', watched)} and a list has {string.Join(' ', listed)}";
    }

    private async Task WatchAsync(long from, Action<Change, JsonElement> take, Func<bool> isAll, CancellationToken cancellationToken)
    {
        if (isAll())
        {
            return;
        }

        var address = new Uri($"{_path}?watch=true&resourceVersion={from}", UriKind.Relative);
        using var answer = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (!isAll() && await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                using var document = JsonDocument.Parse(line);
                var (type, item) = (document.RootElement.GetProperty("type").GetString()!, document.RootElement.GetProperty("object"));
                if (type == "ERROR")
                {
                    throw Ended(from, item);
                }

                take(new Change(Revision(item), type, Uid(item)), item);
            }
        }
    }

    private void Take(Change change, JsonElement item)
    {
        lock (_lock)
        {
            var last = _history.Count > 0 ? _history[^1].Revision : _from;
            if (change.Revision <= last)
            {
                _faults.Add($"{_path}: {change} came after {last}");
            }

            if (change.Type == "ADDED" == _objects.ContainsKey(change.Uid))
            {
                _faults.Add($"{_path}: {change} of what was {(change.Type == "ADDED" ? "there already" : "not there")}");
            }

            _history.Add(change);
            if (change.Type == "DELETED")
            {
                _objects.Remove(change.Uid);
            }
            else
            {
                _objects[change.Uid] = item.Clone();
            }

            _looked(_objects);
        }
    }

    /// <summary>An app without its storage may end a watch so; but the history that a test lasts must be there.</summary>
    private IOException Ended(long from, JsonElement status)
    {
        lock (_lock)
        {
            _faults.AddRange(status.GetProperty("code").GetInt32() == 410 ? [$"{_path}: the watch from {from} ended with {status}"] : []);
        }

        return new IOException($"{status}");
    }

    private static string Words(IEnumerable<Change> changes) => string.Join(", ", changes.DefaultIfEmpty());

    private static long Revision(JsonElement item) => long.Parse(item.GetProperty("metadata").GetProperty("resourceVersion").GetString()!, null);

    private static string Uid(JsonElement item) => item.GetProperty("metadata").GetProperty("uid").GetString()!;

    /// <summary>As a watch tells it.</summary>
    private sealed record Change(long Revision, string Type, string Uid);
}
