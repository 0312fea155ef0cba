using System.Net.Http.Json;
using System.Text.Json;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Makes config maps, each of a name of its own, and deletes every third again: at the end those are there that were acknowledged, and no other.</summary>
internal sealed class ConfigRegister(HttpClient client, TimeSpan pause)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];
    private int _acknowledged;

    /// <summary>What is known of one; a fate that nobody told is open.</summary>
    private enum Fate
    {
        Open,
        IsThere,
        IsGone,
    }

    /// <summary>Writes that were acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Until it is told to end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var name = $"registered-{_entries.Count}";
            _entries[name] = await MakeAsync(name);
            if (_entries.Count % 3 == 0 && _entries[name].Fate == Fate.IsThere)
            {
                _entries[name] = await DeleteAsync(name, _entries[name]);
            }

            await Task.Delay(pause, Within.Test);
        }
    }

    /// <summary>Lists what is there at the end, when all is well; answers all that is wrong.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync()
    {
        var body = "";
        await Within.Nothing(async () =>
        {
            var answer = await client.TryGetAsync($"{ConfigMaps.Path}?labelSelector=registered");
            body = answer is { Status: 200 } list ? list.Body : "";
            return body.Length > 0 ? null : "an answer to listing the register";
        });
        using var document = JsonDocument.Parse(body);
        var found = document.RootElement.GetProperty("items").EnumerateArray()
            .ToDictionary(item => item.GetProperty("metadata").GetProperty("name").GetString()!, item => item.GetProperty("metadata").GetProperty("uid").GetString()!, StringComparer.Ordinal);
        return
        [
            .. _faults,
            .. from pair in _entries
               let uid = found.GetValueOrDefault(pair.Key)
               where pair.Value.Fate == Fate.IsThere ? uid != pair.Value.Uid : pair.Value.Fate == Fate.IsGone && uid is not null
               select $"{pair.Key} was told to be {pair.Value} and is {uid ?? "not there"}",
            .. from name in found.Keys where !_entries.ContainsKey(name) select $"{name} is there and nobody made it",
        ];
    }

    private async Task<Entry> MakeAsync(string name)
    {
        var document = ConfigMaps.Document(name, name);
        document["metadata"]!["labels"]!["registered"] = "true";
        if (await Calls.TryAsync(end => client.PostAsJsonAsync(ConfigMaps.Path, document, end)) is not { } answer)
        {
            return new Entry(Fate.Open, null);
        }

        if (answer.Status != 201)
        {
            // Asked for once: that it is there already would be this request's own doing.
            _faults.AddRange(answer.Status == 409 ? [$"making {name} was refused: {answer.Body}"] : []);
            return new Entry(Fate.Open, null);
        }

        Interlocked.Increment(ref _acknowledged);
        using var made = JsonDocument.Parse(answer.Body);
        return new Entry(Fate.IsThere, made.RootElement.GetProperty("metadata").GetProperty("uid").GetString());
    }

    private async Task<Entry> DeleteAsync(string name, Entry entry)
    {
        var answer = await client.TryDeleteAsync($"{ConfigMaps.Path}/{name}");
        if (answer?.Status != 200)
        {
            // Asked for once, of what was there: that it is gone already would be this request's own doing.
            _faults.AddRange(answer?.Status == 404 ? [$"deleting {name} was refused: {answer?.Body}"] : []);
            return entry with { Fate = Fate.Open };
        }

        Interlocked.Increment(ref _acknowledged);
        return entry with { Fate = Fate.IsGone };
    }

    private sealed record Entry(Fate Fate, string? Uid);
}
