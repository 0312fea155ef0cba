using System.Globalization;
using System.Text.Json;
using CloudOrchestrator.Host.Functions.Notices;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>An event as it is delivered.</summary>
/// <param name="Origin">Which commit of whom it tells of.</param>
/// <param name="At">When it was published; null where it does not say.</param>
/// <param name="Wakes">The keys that the group is to look at; null where any may have changed.</param>
internal sealed record NoticeEvent(NoticeOrigin Origin, DateTimeOffset? At, IReadOnlyList<Wake>? Wakes)
{
    /// <summary>Whether an event is a notice of the cluster with this source.</summary>
    public static bool IsOwn(JsonElement element, string source) =>
        Text(element, "source") == source && Text(element, "type") is { } type && type.StartsWith(NoticeEvents.TypePrefix, StringComparison.Ordinal);

    /// <summary>Reads a notice, as far as it is for one group: what is listed for that group, wherever this version has those reactors.</summary>
    /// <param name="element">The event.</param>
    /// <param name="group">The group whose function it came to.</param>
    /// <param name="problem">What is wrong with it, where null is answered.</param>
    public static NoticeEvent? Parse(JsonElement element, ReactorGroup group, out string problem)
    {
        problem = "";
        var at = DateTimeOffset.TryParse(Text(element, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : (DateTimeOffset?)null;
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
            return new NoticeEvent(new NoticeOrigin(instance, sequence), at, null);
        }
        else if (ReadWakes(wakes, group) is { } list)
        {
            return new NoticeEvent(new NoticeOrigin(instance, sequence), at, list);
        }
        else
        {
            problem = "has \"wakes\" that are not lists of keys by group and reactor.";
        }

        return null;
    }

    private static bool IsNumber(JsonElement number, out long value)
    {
        value = 0;
        return number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out value);
    }

    private static List<Wake>? ReadWakes(JsonElement wakes, ReactorGroup group)
    {
        if (wakes.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (wakes.EnumerateObject().Any(one => one.Value.ValueKind != JsonValueKind.Object))
        {
            return null;
        }

        List<Wake> list = [];
        if (!wakes.TryGetProperty(group.ToString(), out var reactors))
        {
            return list;
        }

        foreach (var reactor in reactors.EnumerateObject())
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
