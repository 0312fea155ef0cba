namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>Sends on at once what is written to it.</summary>
internal sealed class PromptStream(Stream inner) : PassingStream(inner)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Inner.WriteAsync(buffer, cancellationToken);
        await Inner.FlushAsync(cancellationToken);
    }
}
