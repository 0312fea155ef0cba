using CloudOrchestrator.Store.Simulation.Histories;

namespace CloudOrchestrator.Store.Simulation.Worlds;

/// <summary>Follows the collection, now on this instance, now on that one.</summary>
internal sealed class Watcher(string name, World world, Random random)
{
    private const int StaySecondsMax = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Whether it has listed since it last saw a change, so that the next need not follow on that.</summary>
    private bool _listed;

    /// <summary>The last revision that it knows to have seen all up to.</summary>
    public long Proven { get; private set; }

    public async Task RunAsync(Func<bool> goesOn)
    {
        var starts = true;
        while (goesOn())
        {
            using var stay = new CancellationTokenSource(TimeSpan.FromSeconds(random.Next(1, StaySecondsMax)), world.Time);
            try
            {
                starts = await FollowAsync(world.AnyInstance(random), starts, stay.Token);
            }
            catch (Exception fault) when (fault is OperationCanceledException or StoreException or SlowReaderException)
            {
                starts = fault is SlowReaderException;
            }

            await Task.Delay(Pause, world.Time);
        }
    }

    /// <summary>Answers whether it has to list anew.</summary>
    private async Task<bool> FollowAsync(Instance instance, bool starts, CancellationToken cancellationToken)
    {
        var documents = instance.Documents;
        if (starts)
        {
            Proven = (await documents.ReadCurrentAsync(cancellationToken)).Revision;
            _listed = true;
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
                        world.History.Saw(new Sighting(name, Proven, _listed, new LoggedChange(change.Revision, change.Key, World.ValueOf(change.After))));
                        _listed = false;
                    }

                    Proven = batch.ProvenRevision;
                }

                return false;
            default:
                return false;
        }
    }
}
