using System.Globalization;
using System.Text.Json;

namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>A JSON object of which every property must be asked for: what nobody asked for is refused by name.</summary>
internal sealed class StrictObject
{
    private readonly string _where;
    private readonly Dictionary<string, JsonElement> _left;

    public StrictObject(string where, JsonElement element)
    {
        _where = where;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new AppRefusedException($"{where} is not an object.");
        }

        _left = element.EnumerateObject().ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);
    }

    public static StrictObject Read(string path)
    {
        var name = Path.GetFileName(path) == "host.json" ? "host.json" : $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}";
        try
        {
            return new StrictObject(name, JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement);
        }
        catch (JsonException exception)
        {
            throw new AppRefusedException($"{name} is not JSON: {exception.Message}");
        }
    }

    public bool Has(string name) => _left.ContainsKey(name);

    /// <summary>Known, and of no consequence here.</summary>
    public void Pass(string name) => _left.Remove(name);

    public string? Text(string name) => Take(name, JsonValueKind.String)?.GetString();

    /// <summary>Looks without taking.</summary>
    public bool TextIs(string name, string text) => _left.TryGetValue(name, out var element) && element.ValueKind == JsonValueKind.String && element.ValueEquals(text);

    public string RequiredText(string name) => Text(name) ?? throw Refuse(name, "is missing");

    public bool? Flag(string name) => Take(name, JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    public int? Number(string name, int min, int max)
    {
        if (Take(name, JsonValueKind.Number) is not { } element)
        {
            return null;
        }

        return element.TryGetInt32(out var value) && value >= min && value <= max ? value : throw Refuse(name, $"must be from {min} to {max}");
    }

    public TimeSpan? Span(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value) && value >= TimeSpan.Zero
            ? value
            : throw Refuse(name, "is not a span such as 00:10:00");
    }

    public StrictObject? Object(string name) => Take(name, JsonValueKind.Object) is { } element ? new StrictObject($"{_where}: {name}", element) : null;

    public IReadOnlyList<string>? Texts(string name) =>
        Take(name, JsonValueKind.Array)?.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String
            ? item.GetString()!
            : throw Refuse(name, "must hold texts only")).ToList();

    public IReadOnlyList<StrictObject>? Objects(string name) =>
        Take(name, JsonValueKind.Array)?.EnumerateArray().Select((item, index) => new StrictObject($"{_where}: {name}[{index}]", item)).ToList();

    public AppRefusedException Refuse(string name, string why) => new($"{_where}: {name} {why}.");

    /// <summary>Says that all that is known was asked for.</summary>
    public void End()
    {
        if (_left.Count > 0)
        {
            throw Refuse(string.Join(", ", _left.Keys), "is not known to this double of the Functions host");
        }
    }

    private JsonElement? Take(string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (!_left.Remove(name, out var element))
        {
            return null;
        }

        return kinds.Contains(element.ValueKind) ? element : throw Refuse(name, $"must not be {element.ValueKind}");
    }
}
