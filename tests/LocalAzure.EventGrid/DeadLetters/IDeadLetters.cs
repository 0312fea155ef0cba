namespace CloudOrchestrator.LocalAzure.EventGrid.DeadLetters;

/// <summary>Where events that are given up are written.</summary>
public interface IDeadLetters
{
    /// <summary>Writes a new blob; false if that was not possible, such as where there is no such container.</summary>
    Task<bool> TryWriteAsync(string container, string blob, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);
}
