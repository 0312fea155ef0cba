using CloudOrchestrator.Store.Simulation.Histories;

namespace CloudOrchestrator.Store.Simulation.Worlds;

/// <summary>Follows the collection, now on this instance, now on that one.</summary>
internal sealed class Watcher(string name, World world, Random random)
{
    private const int StaySecondsMax = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>It listed anew and has seen no change since.</summary>
    private bool _starts;

    /// <summary>The last revision that it knows to have seen all up to.</summary>
    public long Proven { get; private set; }

    public async Task RunAsync(Func<bool> goesOn)
    {
        var lists = true;
        while (goesOn())
        {
            using var stay = new CancellationTokenSource(TimeSpan.FromSeconds(random.Next(1, StaySecondsMax)), world.Time);
            try
            {
                lists = await FollowAsync(world.AnyInstance(random), lists, stay.Token);
            }
            catch (Exception fault) when (fault is OperationCanceledException or StoreException or SlowReaderException)
            {
                lists = fault is SlowReaderException || (lists && !_starts);
            }

            await Task.Delay(Pause, world.Time);
        }
    }

    /// <summary>Answers whether it has to list anew.</summary>
    private async Task<bool> FollowAsync(Instance instance, bool lists, CancellationToken cancellationToken)
    {
        var documents = instance.Documents;
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
