using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Writes JSON as it is stored: compact, with no more escapes than needed. Each thread has a buffer that it uses again.</summary>
internal static class JsonBytes
{
    /// <summary>A buffer up to this long is kept for the thread's next document.</summary>
    /// <value>64 KiB: most objects have a few.</value>
    private const int BufferBytesKept = 64 * 1024;

    [ThreadStatic]
    private static Output? _kept;

    /// <summary>What is written, as an array of its own.</summary>
    public static byte[] Of<T>(T source, Action<Utf8JsonWriter, T> write)
    {
        // It is nobody's while it is written to: writing one document may write another.
        var output = _kept ?? new Output();
        _kept = null;
        output.Buffer.ResetWrittenCount();
        output.Writer.Reset(output.Buffer);
        write(output.Writer, source);
        output.Writer.Flush();
        var result = output.Buffer.WrittenSpan.ToArray();
        _kept = output.Buffer.Capacity <= BufferBytesKept ? output : null;
        return result;
    }

    private sealed class Output
    {
        public Output() => Writer = new Utf8JsonWriter(Buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

        public ArrayBufferWriter<byte> Buffer { get; } = new(4096);

        public Utf8JsonWriter Writer { get; }
    }
}
