using System.Text.Json;
using CloudOrchestrator.LocalAzure.EventGrid.DeadLetters;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests;

/// <summary>Dead letters in memory.</summary>
internal sealed class KeptDeadLetters : IDeadLetters
{
    private readonly Lock _lock = new();
    private readonly List<(string Container, string Blob, JsonElement[] Events)> _blobs = [];
    private bool _isAway;

    public IReadOnlyList<(string Container, string Blob, JsonElement[] Events)> Blobs
    {
        get
        {
            lock (_lock)
            {
                return [.. _blobs];
            }
        }
    }

    /// <summary>Why the only event was given up.</summary>
    public string? OnlyReason => Assert.Single(Assert.Single(Blobs).Events).GetProperty("deadletterreason").GetString();

    public void GoAway() => Volatile.Write(ref _isAway, true);

    public void ComeBack() => Volatile.Write(ref _isAway, false);

    public Task<bool> TryWriteAsync(string container, string blob, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isAway))
        {
            return Task.FromResult(false);
        }

        lock (_lock)
        {
            _blobs.Add((container, blob, JsonSerializer.Deserialize<JsonElement[]>(content.Span)!));
        }

        return Task.FromResult(true);
    }
}
