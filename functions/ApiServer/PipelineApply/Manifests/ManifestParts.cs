namespace CloudOrchestrator.ApiServer.PipelineApply.Manifests;

/// <summary>Cuts a file into its documents, so that one that is malformed does not hide those behind it. Pure.</summary>
/// <remarks>A line that begins with <c>---</c> or <c>...</c>, alone or before a blank, ends a document wherever it stands, even in a block of text.
/// Source: YAML 1.2, 9.1.</remarks>
internal static class ManifestParts
{
    /// <summary>The documents that hold anything but comments, each with the number of its first line, from 1.</summary>
    public static IReadOnlyList<(int FirstLine, ReadOnlyMemory<byte> Text)> Of(ReadOnlyMemory<byte> file)
    {
        var parts = new List<(int, ReadOnlyMemory<byte>)>();
        var open = new Open(1, file.Span.StartsWith("\uFEFF"u8) ? 3 : 0);
        var line = 1;
        for (var start = open.Start; start < file.Length; line++)
        {
            var end = file.Span[start..].IndexOf((byte)'\n') is >= 0 and var found ? start + found + 1 : file.Length;
            var text = file.Span[start..end].TrimEnd("\r\n \t"u8);
            if (IsMarker(text, "---"u8) && !(open.IsPrefix && !open.HasContent))
            {
                Close(start);
                var isBare = IsBlank(text[3..].TrimStart(" \t"u8));
                open = isBare ? new Open(line + 1, end) : new Open(line, start) { HasContent = true };
            }
            else if (IsMarker(text, "..."u8))
            {
                Close(start);
                open = new Open(line + 1, end);
            }
            else
            {
                // Directives stand before the marker that begins their document.
                open.IsPrefix |= !open.HasContent && text.StartsWith("%"u8);
                open.HasContent |= !IsBlank(text.TrimStart(" \t"u8)) && !text.StartsWith("%"u8) && !IsMarker(text, "---"u8);
                if (IsMarker(text, "---"u8))
                {
                    open.IsPrefix = false;
                    open.HasContent |= !IsBlank(text[3..].TrimStart(" \t"u8));
                }
            }

            start = end;
        }

        Close(file.Length);
        return parts;

        void Close(int end)
        {
            if (open.HasContent)
            {
                parts.Add((open.FirstLine, file[open.Start..end]));
            }
        }
    }

    private static bool IsMarker(ReadOnlySpan<byte> line, ReadOnlySpan<byte> marker) =>
        line.StartsWith(marker) && (line.Length == marker.Length || line[marker.Length] is (byte)' ' or (byte)'\t');

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.IsEmpty || text[0] == '#';

    /// <summary>The document that is being looked at.</summary>
    private struct Open(int firstLine, int start)
    {
        public int FirstLine { get; } = firstLine;

        public int Start { get; } = start;

        /// <summary>Whether directives have come, and their marker has not.</summary>
        public bool IsPrefix { get; set; }

        public bool HasContent { get; set; }
    }
}
