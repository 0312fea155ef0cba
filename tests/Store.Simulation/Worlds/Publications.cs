using CloudOrchestrator.Store.Notices;

namespace CloudOrchestrator.Store.Simulation.Worlds;

/// <summary>What all instances have published.</summary>
internal sealed class Publications(World world, Random random)
{
    /// <summary>Share of publications that fail before anything is published, and share that fail after.</summary>
    private const double FaultShare = 0.05;

    private readonly HashSet<long> _revisions = [];
    private int _published;

    /// <summary>Revisions that were published more than once, as often as they were.</summary>
    public int Repeated => _published - _revisions.Count;

    /// <summary>The publisher of one instance.</summary>
    public INoticePublisher Of(string instance) => new Publisher(this, instance);

    public bool Has(long revision) => _revisions.Contains(revision);

    private async Task PublishAsync(string instance, IReadOnlyList<CommitNotice> notices)
    {
        await world.AwakeAsync(instance);
        if (random.NextDouble() < FaultShare)
        {
            throw new InvalidOperationException("the topic is away");
        }

        foreach (var notice in notices)
        {
            for (var revision = notice.FirstRevision; revision <= notice.LastRevision; revision++)
            {
                _revisions.Add(revision);
                _published++;
            }
        }

        if (random.NextDouble() < FaultShare)
        {
            throw new InvalidOperationException("the topic's answer is away");
        }
    }

    private sealed class Publisher(Publications all, string instance) : INoticePublisher
    {
        public CollectionDefinition? Definition(string collection) => Instance.Definition;

        public IReadOnlyCollection<string> Recipients(string collection, IReadOnlyList<StoreChange> changes) => [.. changes.Select(change => change.Key).Distinct()];

        public void Committed(CommitNotice notice)
        {
        }

        public Task PublishAsync(IReadOnlyList<CommitNotice> notices, CancellationToken cancellationToken) => all.PublishAsync(instance, notices);
    }
}
