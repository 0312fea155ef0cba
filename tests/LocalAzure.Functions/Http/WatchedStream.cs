namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>A body whose bytes are noticed as they pass.</summary>
internal sealed class WatchedStream(Stream inner, ByteWatch watch) : PassingStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Inner.ReadAsync(buffer, cancellationToken);
        if (count > 0)
        {
            watch.Touch();
        }

        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Inner.WriteAsync(buffer, cancellationToken);
        if (!buffer.IsEmpty)
        {
            watch.Touch();
        }
    }
}
