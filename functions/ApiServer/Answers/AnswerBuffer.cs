using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>Collects an answer and sends it: a small one whole with its length, a large one in parts and, where the client takes it, compressed.</summary>
/// <remarks>Of a large one that is not compressed, what follows its first part is written into the connection's own buffers.</remarks>
internal sealed class AnswerBuffer(HttpContext http) : IBufferWriter<byte>, IAsyncDisposable
{
    /// <summary>From here on answers are sent in parts, and compressed for those who take it.</summary>
    /// <value>128 KiB: below, compressing costs more than it saves, and Kubernetes does as much.</value>
    private const int PartBytes = 128 * 1024;

    /// <summary>How much is written into the connection's buffers before it is sent.</summary>
    /// <value>32 KiB, half of what the connection takes before it lets its writer wait: one writes while the other sends.</value>
    private const int FlushBytes = 32 * 1024;

    private byte[] _collected = ArrayPool<byte>.Shared.Rent(8 * 1024);
    private PipeWriter? _connection;
    private Stream? _stream;

    /// <summary>What is written into now: what has been collected, or a buffer of the connection.</summary>
    private Memory<byte> _bytes;
    private int _length;

    /// <summary>What has been collected, of an answer that is not sent in parts.</summary>
    public ReadOnlySpan<byte> Pending => _bytes.Span[.._length];

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 256));
        return _bytes[_length..];
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Sends what has been collected if that is much.</summary>
    public ValueTask SendFullPartAsync(CancellationToken cancellationToken)
    {
        var isFull = _connection is null ? _length >= PartBytes : _length + _connection.UnflushedBytes >= FlushBytes;
        return isFull ? SendPartAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Sends the rest.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (_connection is null && _stream is null && _length < PartBytes)
        {
            http.Response.ContentLength = _length;
            if (!HttpMethods.IsHead(http.Request.Method))
            {
                // Not flushed: it is sent with the end of the answer, as one frame and not two.
                http.Response.BodyWriter.Write(Pending);
            }

            return;
        }

        await SendPartAsync(cancellationToken);
        if (_stream is not null)
        {
            await _stream.FlushAsync(cancellationToken);
            await (_stream as GZipStream ?? Stream.Null).DisposeAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        ArrayPool<byte>.Shared.Return(_collected);
        (_collected, _bytes) = ([], default);
        return ValueTask.CompletedTask;
    }

    private async ValueTask SendPartAsync(CancellationToken cancellationToken)
    {
        if (_connection is null && _stream is null)
        {
            Open();
        }

        if (_stream is not null)
        {
            await _stream.WriteAsync(_bytes[.._length], cancellationToken);
            _length = 0;
            return;
        }

        Settle();
        await _connection!.FlushAsync(cancellationToken);
    }

    private void Open()
    {
        http.Response.Headers.Append("Vary", "Accept-Encoding");
        if (TakesGzip(http.Request.Headers.AcceptEncoding.ToString()))
        {
            http.Response.Headers.ContentEncoding = "gzip";
            _stream = new GZipStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
            return;
        }

        if (HttpMethods.IsHead(http.Request.Method))
        {
            // The body's stream drops what it is given, while the connection's buffers would send it.
            _stream = http.Response.Body;
            return;
        }

        http.Response.BodyWriter.Write(Pending);
        (_connection, _bytes, _length) = (http.Response.BodyWriter, default, 0);
    }

    private static bool TakesGzip(string acceptEncoding) =>
        Negotiation.MediaRange.Parse(acceptEncoding).Any(encoding => encoding.Type is "gzip" or "*");

    private void Reserve(int wanted)
    {
        if (_bytes.Length - _length >= wanted)
        {
            return;
        }

        if (_connection is not null)
        {
            Settle();
            _bytes = _connection.GetMemory(wanted);
            return;
        }

        if (_collected.Length - _length < wanted)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_collected.Length * 2, _length + wanted));
            Pending.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_collected);
            _collected = larger;
        }

        _bytes = _collected;
    }

    /// <summary>Hands what was written into the connection's buffer over to it.</summary>
    private void Settle()
    {
        if (_length > 0)
        {
            _connection!.Advance(_length);
        }

        (_bytes, _length) = (default, 0);
    }
}
