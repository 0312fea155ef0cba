using System.Buffers;
using System.IO.Compression;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>Collects an answer and sends it: a small one whole with its length, a large one in parts and, where the client takes it, compressed.</summary>
internal sealed class AnswerBuffer(HttpContext http) : IBufferWriter<byte>, IAsyncDisposable
{
    /// <summary>From here on answers are sent in parts, and compressed for those who take it.</summary>
    /// <value>128 KiB: below, compressing costs more than it saves, and Kubernetes does as much.</value>
    private const int PartBytes = 128 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(8 * 1024);
    private int _length;
    private Stream? _stream;

    /// <summary>What has been collected and not yet sent.</summary>
    public ReadOnlySpan<byte> Pending => _bytes.AsSpan(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    /// <summary>Sends what has been collected if that is much.</summary>
    public ValueTask SendFullPartAsync(CancellationToken cancellationToken) =>
        _length < PartBytes ? ValueTask.CompletedTask : SendPartAsync(cancellationToken);

    /// <summary>Sends the rest.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (_length >= PartBytes)
        {
            await SendPartAsync(cancellationToken);
        }

        if (_stream is null)
        {
            http.Response.ContentLength = _length;
            await http.Response.Body.WriteAsync(_bytes.AsMemory(0, _length), cancellationToken);
            return;
        }

        await _stream.WriteAsync(_bytes.AsMemory(0, _length), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
        if (_stream is GZipStream)
        {
            await _stream.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        return ValueTask.CompletedTask;
    }

    private async ValueTask SendPartAsync(CancellationToken cancellationToken)
    {
        _stream ??= Open();
        await _stream.WriteAsync(_bytes.AsMemory(0, _length), cancellationToken);
        _length = 0;
    }

    private Stream Open()
    {
        http.Response.Headers.Append("Vary", "Accept-Encoding");
        if (!TakesGzip(http.Request.Headers.AcceptEncoding.ToString()))
        {
            return http.Response.Body;
        }

        http.Response.Headers.ContentEncoding = "gzip";
        return new GZipStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
    }

    private static bool TakesGzip(string acceptEncoding) =>
        Negotiation.MediaRange.Parse(acceptEncoding).Any(encoding => encoding.Type is "gzip" or "*");

    private void Reserve(int sizeHint)
    {
        var wanted = Math.Max(sizeHint, 256);
        if (_bytes.Length - _length >= wanted)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + wanted));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
