using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Turns the watch of one kind into keys of the reactors that it wakes, across restarts of that watch.</summary>
internal sealed class ReactorFeed(IReadOnlyList<(ReactorTrigger Trigger, WorkQueue Queue)> targets)
{
    private readonly Dictionary<ObjectName, ResourceObject> _known = [];

    /// <summary>What was known before the restart and has not been seen since.</summary>
    private HashSet<ObjectName> _unseen = [];

    /// <summary>A watch that begins with all objects there are is about to start.</summary>
    public void Restart() => _unseen = [.. _known.Keys];

    /// <summary>Takes one item of the watch.</summary>
    public void Deliver(WatchItem item)
    {
        switch (item)
        {
            case WatchItem.Added added:
                Changed(_known.GetValueOrDefault(added.Object.Name), added.Object);
                break;
            case WatchItem.Modified modified:
                Changed(_known.GetValueOrDefault(modified.Object.Name), modified.Object);
                break;
            case WatchItem.Deleted deleted:
                Changed(deleted.Object, null);
                break;
            case WatchItem.Bookmark { InitialEventsEnd: true }:
                // Deleted while nobody watched.
                foreach (var name in _unseen.ToList())
                {
                    Changed(_known[name], null);
                }

                break;
        }
    }

    private void Changed(ResourceObject? before, ResourceObject? after)
    {
        var name = (after ?? before!).Name;
        _unseen.Remove(name);
        if (after is null)
        {
            _known.Remove(name);
        }
        else
        {
            _known[name] = after;
        }

        foreach (var (trigger, queue) in targets)
        {
            foreach (var key in trigger.Keys(before, after))
            {
                queue.Add(key);
            }
        }
    }
}
