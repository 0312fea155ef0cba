using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Notes the lines of values whose places are known as offsets into a text.</summary>
internal sealed class ByteLines
{
    private readonly List<long> _breaks = [];
    private readonly DocumentLines _lines;

    public ByteLines(ReadOnlySpan<byte> utf8, DocumentLines lines)
    {
        _lines = lines;
        for (var index = 0; index < utf8.Length; index++)
        {
            if (utf8[index] == '\n')
            {
                _breaks.Add(index);
            }
        }
    }

    /// <summary>Notes a value that stands at an offset in bytes.</summary>
    public void Set(JsonNode? value, long offset)
    {
        var before = _breaks.BinarySearch(offset);
        _lines.Set(value, (before < 0 ? ~before : before) + 1);
    }
}
