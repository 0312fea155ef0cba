using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Counts one config map up, each write upon the revision that it read, and sees whether anything acknowledged is ever lost.</summary>
internal sealed class ConfigWriter(HttpClient client, string name)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private JsonObject? _known;
    private int _tried;
    private int _acknowledged;

    /// <summary>Writes that were acknowledged.</summary>
    public int Acknowledged => _acknowledged;

    public string? Fault { get; private set; }

    /// <summary>Until it is told to end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested && Fault is null)
        {
            try
            {
                await WriteAsync();
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                _known = null;
            }

            await Task.Delay(Pause, Within.Test);
        }
    }

    /// <summary>Reads what is there at the end, when all is well.</summary>
    public async Task<string?> CheckAsync()
    {
        await Within.Nothing(async () => await IsReadAsync() ? null : $"an answer to reading {name}");
        return Fault;
    }

    private async Task<bool> IsReadAsync()
    {
        try
        {
            await ReadAsync();
            return _known is not null || Fault is not null;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return false;
        }
    }

    private async Task WriteAsync()
    {
        if (_known is null)
        {
            await ReadAsync();
        }

        var document = _known?.DeepClone().AsObject() ?? ConfigMaps.Document(name, "");
        document["data"]!["value"] = $"{++_tried}";
        using var answer = _known is null
            ? await client.PostAsJsonAsync(ConfigMaps.Path, document, Within.Test)
            : await client.PutAsJsonAsync($"{ConfigMaps.Path}/{name}", document, Within.Test);
        if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created)
        {
            _known = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Within.Test))!.AsObject();
            _acknowledged = _tried;
        }
        else
        {
            _known = null;
        }
    }

    /// <summary>What was not acknowledged may be there or not; what was must be, unless a later one is.</summary>
    private async Task ReadAsync()
    {
        using var answer = await client.GetAsync(new Uri($"{ConfigMaps.Path}/{name}", UriKind.Relative), Within.Test);
        if (answer.StatusCode == HttpStatusCode.NotFound && _acknowledged > 0)
        {
            Fault = $"{name} was acknowledged at {_acknowledged} and is not there";
        }

        if (answer.StatusCode != HttpStatusCode.OK)
        {
            return;
        }

        _known = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Within.Test))!.AsObject();
        var value = int.Parse((string)_known["data"]!["value"]!, null);
        if (value < _acknowledged || value > _tried)
        {
            Fault = $"{name} was acknowledged at {_acknowledged} of {_tried} and is at {value}";
        }
    }
}
