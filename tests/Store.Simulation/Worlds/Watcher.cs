using CloudOrchestrator.Store.Simulation.Histories;

namespace CloudOrchestrator.Store.Simulation.Worlds;

/// <summary>Follows the collection, now on this instance, now on that one.</summary>
/// <param name="name">Its name.</param>
/// <param name="world">Where it watches.</param>
/// <param name="random">Draws how long it stays.</param>
/// <param name="staySecondsMax">Longest time with one instance.</param>
internal sealed class Watcher(string name, IWorld world, Random random, double staySecondsMax = Watcher.StaySecondsMax)
{
    private const int StaySecondsMax = 300;

    /// <summary>Between two stays.</summary>
    private readonly TimeSpan _pause = TimeSpan.FromSeconds(staySecondsMax / StaySecondsMax);

    /// <summary>It listed anew and has seen no change since.</summary>
    private bool _starts;

    /// <summary>The last revision that it knows to have seen all up to.</summary>
    public long Proven { get; private set; }

    public async Task RunAsync(Func<bool> goesOn)
    {
        var lists = true;
        while (goesOn())
        {
            using var stay = new CancellationTokenSource(TimeSpan.FromSeconds(random.NextDouble() * staySecondsMax), world.Time);
            try
            {
                lists = await FollowAsync(world.AnyDocuments(random), lists, stay.Token);
            }
            catch (Exception fault) when (fault is OperationCanceledException or StoreException or SlowReaderException)
            {
                lists = fault is SlowReaderException || (lists && !_starts);
            }

            await Task.Delay(_pause, world.Time);
        }
    }

    /// <summary>Answers whether it has to list anew.</summary>
    private async Task<bool> FollowAsync(IDocumentCollection documents, bool lists, CancellationToken cancellationToken)
    {
        if (lists)
        {
            Proven = (await documents.ReadCurrentAsync(cancellationToken)).Revision;
            _starts = true;
        }

        switch (await documents.WatchAsync(Proven, cancellationToken))
        {
            case WatchOutcome.Compacted:
                return true;
            case WatchOutcome.Watching watching:
                await foreach (var batch in watching.Batches.WithCancellation(cancellationToken))
                {
                    foreach (var change in batch.Changes)
                    {
                        world.History.Saw(new Sighting(name, Proven, _starts, new LoggedChange(change.Revision, change.Key, World.ValueOf(change.After))));
                        _starts = false;
                    }

                    Proven = batch.ProvenRevision;
                }

                return false;
            default:
                return false;
        }
    }
}
