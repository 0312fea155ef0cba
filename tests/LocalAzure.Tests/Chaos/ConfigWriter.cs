using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Counts one config map up, each write upon the revision that it read, and sees whether anything acknowledged is ever lost.</summary>
internal sealed class ConfigWriter(HttpClient client, string name, TimeSpan pause)
{
    private JsonObject? _known;
    private int _tried;
    private int _value;
    private int _acknowledged;

    /// <summary>Writes that were acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public string? Fault { get; private set; }

    /// <summary>Until it is told to end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested && Fault is null)
        {
            await WriteAsync();
            await Task.Delay(pause, Within.Test);
        }
    }

    /// <summary>Reads what is there at the end, when all is well.</summary>
    public async Task<string?> CheckAsync()
    {
        await Within.Nothing(async () => await ReadAsync() || Fault is not null ? null : $"an answer to reading {name}");
        return Fault;
    }

    private async Task WriteAsync()
    {
        if (_known is null && !await ReadAsync())
        {
            return;
        }

        var document = _known?.DeepClone().AsObject() ?? ConfigMaps.Document(name, "");
        var value = ++_tried;
        document["data"]!["value"] = $"{value}";
        var isThere = _known is not null;
        _known = null;
        if (await Calls.TryAsync(end => isThere
            ? client.PutAsJsonAsync($"{ConfigMaps.Path}/{name}", document, end)
            : client.PostAsJsonAsync(ConfigMaps.Path, document, end)) is { Status: 200 or 201 } answer)
        {
            _known = JsonNode.Parse(answer.Body)!.AsObject();
            _value = value;
            Interlocked.Increment(ref _acknowledged);
        }
    }

    /// <summary>What was not acknowledged may be there or not; what was must be, unless a later one is.</summary>
    /// <returns>Whether there was an answer.</returns>
    private async Task<bool> ReadAsync()
    {
        switch (await client.TryGetAsync($"{ConfigMaps.Path}/{name}"))
        {
            case { Status: 404 }:
                _known = null;
                Fault = _value > 0 ? $"{name} was acknowledged at {_value} and is not there" : null;
                return true;
            case { Status: 200 } answer:
                _known = JsonNode.Parse(answer.Body)!.AsObject();
                var value = int.Parse((string)_known["data"]!["value"]!, null);
                Fault = value < _value || value > _tried ? $"{name} was acknowledged at {_value} of {_tried} and is at {value}" : null;
                return true;
            default:
                return false;
        }
    }
}
