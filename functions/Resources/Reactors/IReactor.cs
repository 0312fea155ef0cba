using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Resources.Reactors;

/// <summary>A controller or the scheduler: brings the state of one key closer to what is wanted, whatever woke it.</summary>
public interface IReactor
{
    /// <summary>The reactor's name, such as <c>deployment-controller</c>; its field manager and service account too.</summary>
    string Name { get; }

    /// <summary>With which others it is woken where an event carries the news.</summary>
    ReactorGroup Group { get; }

    /// <summary>Which changes wake it, and for which keys.</summary>
    IReadOnlyList<ReactorTrigger> Triggers { get; }

    /// <summary>The keys that a change of any custom resource concerns; null where none concerns it. Before or after is null on creation or deletion.</summary>
    Func<ResourceObject?, ResourceObject?, IEnumerable<string>>? CustomTrigger => null;

    /// <summary>How often every key is looked at though nothing changed.</summary>
    TimeSpan ResyncPeriod { get; }

    /// <summary>How many keys run at once. They share the store's queries and commits.</summary>
    int RunsAtOnce => 8;

    /// <summary>All keys there are, for the start and for resyncs.</summary>
    ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken);

    /// <summary>Reads current state, decides, acts. Correct when run twice, late, out of order or by two instances at once.</summary>
    Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken);
}

/// <summary>Maps a change of one kind to the keys that it concerns.</summary>
/// <param name="Kind">The kind whose changes wake the reactor.</param>
/// <param name="Keys">The keys to reconcile; before or after is null on creation or deletion.</param>
public sealed record ReactorTrigger(ResourceKind Kind, Func<ResourceObject?, ResourceObject?, IEnumerable<string>> Keys);

/// <summary>What a reconcile says of itself.</summary>
/// <param name="LookAgainAfter">When to look at the key again though nothing changes; null for not.</param>
/// <param name="Failure">Why it did not get through, for the log and the back-off; null when it did.</param>
/// <param name="Acts">What it did beside writing objects, such as ringing a bell; for the count of runs that found nothing to do.</param>
/// <param name="LookAgainAs">The key to look at then, for which nothing else wakes: it may say what was found, and since when. Null for the same key, and where
/// there is a failure.</param>
public sealed record ReconcileResult(TimeSpan? LookAgainAfter = null, ReconcileFailure? Failure = null, int Acts = 0, string? LookAgainAs = null)
{
    /// <summary>Nothing more to do for now.</summary>
    public static ReconcileResult Done { get; } = new();
}
