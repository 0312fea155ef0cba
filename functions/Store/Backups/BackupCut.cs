using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Backups;

/// <summary>Which commits of each collection belong to a backup: those that were in the log at a first look and are not later than a hybrid time.</summary>
/// <remarks>
/// The time lies before every commit that landed between the first look at its collection and a second one, taken once all had been looked at. So the cut
/// is causal: let it hold a commit B that was built on a commit A of another collection. A is earlier than B. Had A landed before the first look at its
/// collection it is in the cut. Had it landed between the looks, the cut's time would lie before A and so before B. And had it landed after the second
/// look, so would B have, which then was not in the log at the first. None of this trusts the clocks of the instances to agree.
/// </remarks>
/// <param name="Heads">The heads at the first look.</param>
/// <param name="Through">The hybrid time; the largest number where nothing landed meanwhile.</param>
internal sealed record BackupCut(IReadOnlyDictionary<string, LogHead> Heads, long Through)
{
    public static async Task<BackupCut> TakeAsync(ICommitLog log, CancellationToken cancellationToken)
    {
        var heads = new Dictionary<string, LogHead>(StringComparer.Ordinal);
        foreach (var name in await log.CollectionsAsync(cancellationToken).ConfigureAwait(false))
        {
            heads[name] = await log.HeadAsync(name, cancellationToken).ConfigureAwait(false);
        }

        var through = long.MaxValue;
        foreach (var name in await log.CollectionsAsync(cancellationToken).ConfigureAwait(false))
        {
            var after = heads.GetValueOrDefault(name, LogHead.None).Revision;
            var landed = (await log.TailAsync(name, after, cancellationToken).ConfigureAwait(false)).Rows;
            through = landed.Count > 0 ? Math.Min(through, landed[0].Time - 1) : through;
        }

        return new BackupCut(heads, through);
    }

    /// <summary>Whether a commit of a collection belongs to the cut.</summary>
    public bool Holds(string collection, long lastRevision, long time) => time <= Through && lastRevision <= Heads[collection].Revision;
}
