using System.Text.Json;
using CloudOrchestrator.Host.Functions.Notices;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>An event as it is delivered.</summary>
/// <param name="Origin">Which commit of whom it tells of.</param>
/// <param name="Wakes">The keys to look at; null where any may have changed.</param>
internal sealed record NoticeEvent(NoticeOrigin Origin, IReadOnlyList<Wake>? Wakes)
{
    /// <summary>Whether an event is a notice of the cluster with this source.</summary>
    public static bool IsOwn(JsonElement element, string source) =>
        Text(element, "source") == source && Text(element, "type") is { } type && type.StartsWith(NoticeEvents.TypePrefix, StringComparison.Ordinal);

    /// <summary>Reads a notice.</summary>
    /// <param name="element">The event.</param>
    /// <param name="problem">What is wrong with it, where null is answered.</param>
    public static NoticeEvent? Parse(JsonElement element, out string problem)
    {
        problem = "";
        if (!element.TryGetProperty("data", out var data) || (data = Payload.Unwrapped(data)).ValueKind != JsonValueKind.Object)
        {
            problem = "has no \"data\" object.";
        }
        else if (Text(data, "instance") is not { Length: > 0 } instance || !data.TryGetProperty("sequence", out var number) || !IsNumber(number, out var sequence))
        {
            problem = "does not say whose commit it tells of.";
        }
        else if (!data.TryGetProperty("wakes", out var wakes) || wakes.ValueKind == JsonValueKind.Null)
        {
            return new NoticeEvent(new NoticeOrigin(instance, sequence), null);
        }
        else if (ReadWakes(wakes) is { } list)
        {
            return new NoticeEvent(new NoticeOrigin(instance, sequence), list);
        }
        else
        {
            problem = "has \"wakes\" that are not lists of keys by reactor.";
        }

        return null;
    }

    private static bool IsNumber(JsonElement number, out long value)
    {
        value = 0;
        return number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out value);
    }

    private static List<Wake>? ReadWakes(JsonElement wakes)
    {
        if (wakes.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        List<Wake> list = [];
        foreach (var reactor in wakes.EnumerateObject())
        {
            if (reactor.Value.ValueKind != JsonValueKind.Array || reactor.Name.Length == 0)
            {
                return null;
            }

            foreach (var key in reactor.Value.EnumerateArray())
            {
                if (key.ValueKind != JsonValueKind.String || key.GetString() is not { Length: > 0 } text)
                {
                    return null;
                }

                list.Add(new Wake(reactor.Name, text));
            }
        }

        return list;
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
