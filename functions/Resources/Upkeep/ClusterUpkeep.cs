using System.Globalization;
using System.Text;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Upkeep;

/// <summary>The upkeep of a cluster's collections. When each duty was done is kept in a collection of its own, so that whoever looks next knows.</summary>
internal sealed class ClusterUpkeep(IDocumentStore store, IStoreUpkeep upkeep, TimeProvider time) : IClusterUpkeep
{
    private static readonly CollectionDefinition Duties = new("cloudorchestrator/duties", []);

    public Task PublishMissedAsync(CancellationToken cancellationToken) => upkeep.PublishMissedAsync(cancellationToken);

    public async Task CompactAsync(CancellationToken cancellationToken) =>
        await upkeep.CompactAsync(await CollectionsAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task SweepAsync(CancellationToken cancellationToken) =>
        await upkeep.SweepAsync(await CollectionsAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<Duty>> DueAsync(IReadOnlyList<Duty> duties, CancellationToken cancellationToken)
    {
        var state = await store.Collection(Duties).ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        return [.. duties.Where(duty => IsDue(state.Find(StoreKey.Of(duty.Name)), duty))];
    }

    public async Task DoneAsync(Duty duty, CancellationToken cancellationToken)
    {
        var (key, now) = (StoreKey.Of(duty.Name), time.GetUtcNow());
        WriteDecision Note(CollectionState state)
        {
            // Done for it once more only if that was due: two that overlapped have both looked while the former version may have run.
            var (at, noted) = Noted(state.Find(key));
            var isDone = duty.AgainAfter is not { } wait || noted == duty.Condition || (noted == First(duty) && at is { } first && (now - first).Duration() >= wait);
            var condition = isDone ? duty.Condition : First(duty);
            return new WriteDecision.Put(new Document(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{now:O} {condition}")), -1));
        }

        var outcome = await store.Collection(Duties).CommitAsync(new Write(key, Note), cancellationToken).ConfigureAwait(false);
        if (outcome is not WriteOutcome.Committed)
        {
            throw new StoreException($"That the duty {duty.Name} was done could not be noted: {(outcome as WriteOutcome.Unavailable)?.Reason ?? "the outcome is unknown"}");
        }
    }

    /// <summary>Those that hold anything: most kinds are served and never used.</summary>
    private async Task<IReadOnlyList<CollectionDefinition>> CollectionsAsync(CancellationToken cancellationToken)
    {
        var registered = await store.CollectionsAsync(cancellationToken).ConfigureAwait(false);

        // Those of custom resources whether they are served or not: what is left of a definition that is gone expires too.
        var custom = registered.Where(name => name.StartsWith(CustomKinds.CollectionPrefix, StringComparison.Ordinal)).Select(CollectionIndexes.DefinitionOf);
        return [.. KindTable.BuiltIn.All.Select(CollectionIndexes.DefinitionOf).DistinctBy(definition => definition.Name).Append(Duties).Where(definition => registered.Contains(definition.Name)).Concat(custom)];
    }

    /// <summary>A time that lies ahead by as much was noted by a clock that cannot be trusted.</summary>
    private bool IsDue(StoredObject? item, Duty duty)
    {
        var (at, condition) = Noted(item);
        var every = condition == duty.Condition ? duty.Every : condition == First(duty) ? duty.AgainAfter : null;
        return at is null || every is null || (time.GetUtcNow() - at.Value).Duration() >= every;
    }

    /// <summary>What is noted as the condition when it was done for it once, and is to be done once more.</summary>
    private static string First(Duty duty) => $"{duty.Condition} for the first time";

    private static (DateTimeOffset? At, string? Condition) Noted(StoredObject? item)
    {
        var text = item is null ? "" : Encoding.UTF8.GetString(item.Document.Bytes.Span);
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end >= 0 && DateTimeOffset.TryParse(text.AsSpan(0, end), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? (at, text[(end + 1)..]) : (null, null);
    }
}
