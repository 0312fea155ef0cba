using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace CloudOrchestrator.Host.SingleMachine;

/// <summary>Gives Kestrel <see cref="RecordBlocks"/> for its connections.</summary>
internal sealed class RecordBlocksFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new RecordBlocks();
}
