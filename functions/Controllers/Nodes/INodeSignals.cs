namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>How nodes show that they live, and are told to look for news, where they hold no watch.</summary>
public interface INodeSignals
{
    /// <summary>How long ago each node last showed that it lives, by its name. One query for all.</summary>
    ValueTask<IReadOnlyDictionary<string, TimeSpan>> BeatAgesAsync(CancellationToken cancellationToken);

    /// <summary>Counts a node that has never shown itself as silent from now on.</summary>
    ValueTask ExpectAsync(string node, CancellationToken cancellationToken);

    /// <summary>Tells a node that there is news. One that has never shown itself, and is not expected, is not told.</summary>
    ValueTask RingAsync(string node, CancellationToken cancellationToken);

    /// <summary>Forgets a node.</summary>
    ValueTask EndAsync(string node, CancellationToken cancellationToken);
}
