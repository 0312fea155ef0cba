using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace CloudOrchestrator.Host.SingleMachine;

/// <summary>The buffers of connections, in blocks as large as a record of TLS.</summary>
/// <remarks>Kestrel encrypts and sends a connection's blocks one by one: with its own of 4 KiB, a list takes four times as many records and writes to the socket.</remarks>
internal sealed class RecordBlocks : MemoryPool<byte>
{
    /// <value>16 KiB, the most plain text of a TLS record.</value>
    private const int BlockBytes = 16 * 1024;

    /// <summary>Most blocks kept that nobody uses.</summary>
    /// <value>4 MiB of them: for as many watchers as are told of one change at a time. They are never given back.</value>
    private const int FreeMax = 256;

    private readonly ConcurrentQueue<Block> _free = new();
    private int _count;

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        if (!_free.TryDequeue(out var block))
        {
            return new Block(this);
        }

        Interlocked.Decrement(ref _count);
        return block;
    }

    protected override void Dispose(bool disposing) => _free.Clear();

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _count) <= FreeMax)
        {
            _free.Enqueue(block);
        }
        else
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private sealed class Block(RecordBlocks pool) : IMemoryOwner<byte>
    {
        // The system reads and writes them while the garbage collector runs.
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);

        public Memory<byte> Memory => MemoryMarshal.CreateFromPinnedArray(_bytes, 0, _bytes.Length);

        public void Dispose() => pool.Return(this);
    }
}
