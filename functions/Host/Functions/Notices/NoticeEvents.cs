using System.Buffers;
using System.Text.Json;
using Azure.Messaging;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Notices;

/// <summary>Notices as CloudEvents. One is one event, as long as its keys have room in what is billed as one.</summary>
internal static class NoticeEvents
{
    /// <summary>Begins the type of every notice; the groups follow.</summary>
    public const string TypePrefix = "CloudOrchestrator.Notice.";

    /// <summary>Most bytes of an event's data: more keys go into a further event.</summary>
    /// <value>60 KiB: an event is billed by 64 KiB, and the envelope is part of it.</value>
    public const int DataBytesMax = 60 * 1024;

    /// <summary>What the keys leave for the other fields of the data.</summary>
    private const int FieldsBytes = 1024;

    /// <summary>The events of a notice, in the order of its groups, their reactors and their keys.</summary>
    public static IEnumerable<CloudEvent> Of(GroupNotice notice, string source, DateTimeOffset time)
    {
        var part = 0;
        foreach (var wakes in Parts(notice.Wakes))
        {
            // Whom a part does not concern it does not go to.
            var groups = wakes is { Count: > 0 } ? wakes.Select(one => one.Group) : notice.Groups;
            yield return new CloudEvent(source, TypePrefix + string.Join('.', groups.Distinct().Order()), Data(notice, wakes), "application/json", CloudEventDataFormat.Json)
            {
                // The same for the same news, so that whoever looks at dead letters sees what is a repetition.
                Id = $"{notice.Origin.Instance}/{notice.Origin.Sequence}/{notice.Collection}/{notice.FirstRevision}-{notice.LastRevision}/{part++}",
                Subject = notice.Collection,
                Time = notice.At ?? time,
            };
        }
    }

    /// <summary>The keys in parts that have room; null is one part, and so is none.</summary>
    private static IEnumerable<IReadOnlyList<GroupWake>?> Parts(IReadOnlyDictionary<ReactorGroup, IReadOnlyList<Wake>>? wakes)
    {
        if (wakes is null)
        {
            yield return null;
            yield break;
        }

        List<GroupWake> part = [];
        var bytes = FieldsBytes;
        foreach (var one in wakes.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value.OrderBy(wake => wake.Reactor, StringComparer.Ordinal).Select(wake => new GroupWake(pair.Key, wake.Reactor, wake.Key))))
        {
            var key = JsonEncodedText.Encode(one.Key).EncodedUtf8Bytes.Length + 3;
            var names = JsonEncodedText.Encode(one.Reactor).EncodedUtf8Bytes.Length + one.Group.ToString().Length + 12;
            var more = key + (part.Count > 0 && part[^1].IsBeside(one) ? 0 : names);
            if (bytes + more > DataBytesMax && part.Count > 0)
            {
                yield return part;
                part = [];
                (bytes, more) = (FieldsBytes, key + names);
            }

            part.Add(one);
            bytes += more;
        }

        yield return part;
    }

    private static BinaryData Data(GroupNotice notice, IReadOnlyList<GroupWake>? wakes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("firstRevision", notice.FirstRevision);
            json.WriteNumber("lastRevision", notice.LastRevision);
            json.WriteString("instance", notice.Origin.Instance);
            json.WriteNumber("sequence", notice.Origin.Sequence);
            if (wakes is null)
            {
                json.WriteNull("wakes");
            }
            else
            {
                Write(json, wakes);
            }

            json.WriteEndObject();
        }

        return BinaryData.FromBytes(buffer.WrittenMemory);
    }

    /// <summary>The reactors of one group stand together, and so do the keys of one reactor.</summary>
    private static void Write(Utf8JsonWriter json, IReadOnlyList<GroupWake> wakes)
    {
        json.WriteStartObject("wakes");
        foreach (var group in wakes.GroupBy(one => one.Group))
        {
            json.WriteStartObject(group.Key.ToString());
            foreach (var reactor in group.GroupBy(one => one.Reactor, StringComparer.Ordinal))
            {
                json.WriteStartArray(reactor.Key);
                foreach (var one in reactor)
                {
                    json.WriteStringValue(one.Key);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private readonly record struct GroupWake(ReactorGroup Group, string Reactor, string Key)
    {
        public bool IsBeside(GroupWake other) => Group == other.Group && Reactor == other.Reactor;
    }
}
