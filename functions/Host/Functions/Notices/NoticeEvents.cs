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

    /// <summary>The events of a notice, in the order of its keys.</summary>
    public static IEnumerable<CloudEvent> Of(GroupNotice notice, string source, DateTimeOffset time)
    {
        var type = TypePrefix + string.Join('.', notice.Groups.Distinct().Order());
        var part = 0;
        foreach (var wakes in Parts(notice.Wakes))
        {
            yield return new CloudEvent(source, type, Data(notice, wakes), "application/json", CloudEventDataFormat.Json)
            {
                // The same for the same news, so that whoever looks at dead letters sees what is a repetition.
                Id = $"{notice.Origin.Instance}/{notice.Origin.Sequence}/{notice.Collection}/{notice.FirstRevision}-{notice.LastRevision}/{part++}",
                Subject = notice.Collection,
                Time = time,
            };
        }
    }

    /// <summary>The keys in parts that have room; null is one part, and so is none.</summary>
    private static IEnumerable<IReadOnlyList<Wake>?> Parts(IReadOnlyDictionary<string, IReadOnlyList<string>>? wakes)
    {
        if (wakes is null)
        {
            yield return null;
            yield break;
        }

        List<Wake> part = [];
        var bytes = FieldsBytes;
        foreach (var wake in wakes.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.Select(key => new Wake(pair.Key, key))))
        {
            var more = JsonEncodedText.Encode(wake.Key).EncodedUtf8Bytes.Length + 3
                + (part.Count > 0 && part[^1].Reactor == wake.Reactor ? 0 : JsonEncodedText.Encode(wake.Reactor).EncodedUtf8Bytes.Length + 6);
            if (bytes + more > DataBytesMax && part.Count > 0)
            {
                yield return part;
                part = [];
                bytes = FieldsBytes + wake.Reactor.Length + 6;
            }

            part.Add(wake);
            bytes += more;
        }

        yield return part;
    }

    private static BinaryData Data(GroupNotice notice, IReadOnlyList<Wake>? wakes)
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

    /// <summary>The keys of one reactor stand together.</summary>
    private static void Write(Utf8JsonWriter json, IReadOnlyList<Wake> wakes)
    {
        json.WriteStartObject("wakes");
        for (var i = 0; i < wakes.Count; i++)
        {
            if (i == 0 || wakes[i].Reactor != wakes[i - 1].Reactor)
            {
                json.WriteStartArray(wakes[i].Reactor);
            }

            json.WriteStringValue(wakes[i].Key);
            if (i == wakes.Count - 1 || wakes[i].Reactor != wakes[i + 1].Reactor)
            {
                json.WriteEndArray();
            }
        }

        json.WriteEndObject();
    }
}
