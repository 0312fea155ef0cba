using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.IO;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>Reads an answer into blocks that are used again, before the SDK reads it into one buffer that doubles: a page of a log is some megabytes, and
/// what is that large stays in memory until the collector's rarest round.</summary>
internal sealed class ContentBuffering : HttpPipelinePolicy
{
    /// <summary>Shared, so that an instance keeps as much as one page takes. Most answers take one block, and a start asks for many at once.</summary>
    private static readonly RecyclableMemoryStreamManager Blocks = new(new RecyclableMemoryStreamManager.Options
    {
        BlockSize = 8 * 1024,
        MaximumSmallPoolFreeBytes = 2 * 1024 * 1024,
    });

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The store sends asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        if (message is { BufferResponse: true, Response.ContentStream: { CanSeek: false } content })
        {
            var buffer = Blocks.GetStream();
            try
            {
                await using (content.ConfigureAwait(false))
                {
                    await content.CopyToAsync(buffer, message.CancellationToken).ConfigureAwait(false);
                }
            }
            catch
            {
                await buffer.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            buffer.Position = 0;
            message.Response.ContentStream = buffer;
        }
    }
}
