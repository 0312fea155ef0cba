using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.ApiServer.PipelineApply.Manifests;

/// <summary>Reads the objects of a file: YAML documents, JSON values one after the other, and within both arrays and Lists. Pure.</summary>
internal sealed class ManifestReader
{
    private readonly List<ManifestObject> _objects = [];
    private readonly List<ManifestFault> _faults = [];
    private int _documents;
    private int _values;

    private ManifestReader()
    {
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="isJson">Whether it says that it is JSON, and may be nothing else.</param>
    public static Manifest Read(ReadOnlyMemory<byte> file, bool isJson)
    {
        var reader = new ManifestReader();
        foreach (var (firstLine, text) in isJson ? [(1, file)] : ManifestParts.Of(file))
        {
            if (!reader.TryTake(text.Span, firstLine, isJson))
            {
                break;
            }
        }

        if (reader is { _objects.Count: 0, _faults.Count: 0 })
        {
            reader._faults.Add(new ManifestFault(null, "no objects passed to apply"));
        }

        return new Manifest(reader._objects, reader._faults);
    }

    /// <summary>Reads one part; false where a limit is passed.</summary>
    private bool TryTake(ReadOnlySpan<byte> text, int firstLine, bool isJson)
    {
        var lines = new DocumentLines(firstLine);
        switch (Decode(text, lines, isJson))
        {
            case LocatedOutcome.Malformed(var message, var line, _):
                _documents++;
                return Fault(new ManifestFault(new ManifestPosition(_documents, 0, firstLine + Math.Max(line, 1) - 1), message));
            case LocatedOutcome.Read(var values):
                return values.Where(one => one.Value is not null).All(one => ++_documents > 0 && Weigh(one.Value) && Take(one.Value, lines, 0, one.StrictErrors));
            case var other:
                throw new NotSupportedException($"No answer is known for {other.GetType().Name}.");
        }
    }

    private static LocatedOutcome Decode(ReadOnlySpan<byte> text, DocumentLines lines, bool isJson)
    {
        if (isJson)
        {
            return JsonDecoder.Locate(text, lines);
        }

        // What looks like JSON may still be YAML in flow style.
        return text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..] && JsonDecoder.Locate(text, lines) is LocatedOutcome.Read read
            ? read
            : YamlDecoder.Locate(text, lines);
    }

    private bool Take(JsonNode? value, DocumentLines lines, int item, IReadOnlyList<string> repeated)
    {
        switch (value)
        {
            case JsonArray elements:
                return Items(elements, null, lines, item, repeated);
            case JsonObject list when ItemsOf(list) is { } items:
                return Items(items, list, lines, item, repeated);
            case JsonObject config when _objects.Count < ManifestLimits.ObjectsMax:
                _objects.Add(new ManifestObject(config, lines, _documents, item, repeated));
                return true;
            case JsonObject config:
                Fault(new ManifestFault(new ManifestPosition(_documents, item, lines.Of(config)), $"more than {ManifestLimits.ObjectsMax} objects: send them in several requests"));
                return false;
            default:
                return Fault(new ManifestFault(new ManifestPosition(_documents, item, lines.Of(value)), "not an object: it has to have apiVersion, kind and metadata"));
        }
    }

    private bool Items(JsonArray items, JsonObject? list, DocumentLines lines, int item, IReadOnlyList<string> repeated)
    {
        for (var index = 0; index < items.Count; index++)
        {
            var element = items[index];
            if (list is not null && element is JsonObject one && list.Text("kind") != "List")
            {
                // A list as the API answers it says once for all what its items are.
                one.Default("apiVersion", list.Text("apiVersion") ?? "");
                one.Default("kind", list.Text("kind")![..^"List".Length]);
            }

            // What is said of the list is, with the path from there, said of its items.
            var place = $"\"{(list is null ? "" : "items")}[{index}].";
            if (!Take(element, lines, ++item, [.. repeated.Where(error => error.Contains(place, StringComparison.Ordinal)).Select(error => error.Replace(place, "\"", StringComparison.Ordinal))]))
            {
                return false;
            }
        }

        return true;
    }

    private static JsonArray? ItemsOf(JsonObject document) =>
        document.Text("kind") is { } kind && kind.EndsWith("List", StringComparison.Ordinal) && document.Text("apiVersion") is not null ? document["items"] as JsonArray : null;

    private bool Fault(ManifestFault fault)
    {
        _faults.Add(fault);
        return _faults.Count < ManifestLimits.FaultsMax;
    }

    /// <summary>Whether the documents together are within what is taken.</summary>
    private bool Weigh(JsonNode? value)
    {
        _values += Count(value);
        if (_values <= ManifestLimits.ValuesMax)
        {
            return true;
        }

        _faults.Add(new ManifestFault(new ManifestPosition(_documents, 0, 1), $"more than {ManifestLimits.ValuesMax} values in all documents together"));
        return false;
    }

    private static int Count(JsonNode? value) => value switch
    {
        JsonObject members => 1 + members.Sum(member => Count(member.Value)),
        JsonArray elements => 1 + elements.Sum(Count),
        _ => 1,
    };
}
