using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.Store.Heartbeats;

namespace CloudOrchestrator.Store.AzureTables.Heartbeats;

/// <summary>A row for each machine in a partition of their own. The row's Timestamp is the beat; a ring, which moves it too, keeps the beat's in a property.</summary>
internal sealed class HeartbeatRows(StorageAccount account) : IHeartbeats
{
    /// <summary>The partition. No collection's key is like it: in those two hexadecimal digits follow the tilde.</summary>
    public const string Partition = "~heartbeats";

    private const string Name = "name";
    private const string BeatAt = "beatAt";

    /// <summary>The attempt at a ring that is made whether or not the machine beats meanwhile; the time of that beat is then the one before.</summary>
    private const int RingsMax = 3;

    public ValueTask<HeartbeatAnswer> BeatAsync(string name, string? tag, CancellationToken cancellationToken) => InWords(
        async () =>
        {
            var row = new TableEntity(Partition, StoreKey.Of(name)) { [Name] = name };
            if (tag is not null && await TryBeatAsync(row, new ETag(tag), cancellationToken).ConfigureAwait(false) is { } same)
            {
                return new HeartbeatAnswer(same, false);
            }

            var answer = await account.Table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
            return new HeartbeatAnswer(answer.Headers.ETag.ToString()!, true);
        },
        cancellationToken);

    public async ValueTask ExpectAsync(string name, CancellationToken cancellationToken) =>
        await InWords(() => TryInsertAsync(new TableEntity(Partition, StoreKey.Of(name)) { [Name] = name }, cancellationToken), cancellationToken).ConfigureAwait(false);

    public async ValueTask RingAsync(string name, CancellationToken cancellationToken) =>
        await InWords(
            async () =>
            {
                var rings = 1;
                while (!await TryRingAsync(StoreKey.Of(name), rings < RingsMax, cancellationToken).ConfigureAwait(false))
                {
                    rings++;
                }

                return rings;
            },
            cancellationToken).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<Heartbeat>> HeartbeatsAsync(CancellationToken cancellationToken) => InWords<IReadOnlyList<Heartbeat>>(
        async () =>
        {
            var heartbeats = new List<Heartbeat>();
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
            await foreach (var page in account.Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages().ConfigureAwait(false))
            {
                heartbeats.AddRange(page.Values.Select(row => Read(row, page.GetRawResponse().Headers.Date)));
            }

            return heartbeats;
        },
        cancellationToken);

    public async ValueTask EndAsync(string name, CancellationToken cancellationToken) =>
        await InWords(() => account.Table.DeleteEntityAsync(Partition, StoreKey.Of(name), ETag.All, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <summary>Beats where the row is as the machine left it. Answers the new tag; null where it is not, or is gone.</summary>
    private async Task<string?> TryBeatAsync(TableEntity row, ETag tag, CancellationToken cancellationToken)
    {
        try
        {
            return (await account.Table.UpdateEntityAsync(row, tag, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false)).Headers.ETag.ToString();
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>Answers false where the row is there.</summary>
    private async Task<bool> TryInsertAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await account.Table.AddEntityAsync(row, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Answers false where the row has changed meanwhile.</summary>
    private async Task<bool> TryRingAsync(string key, bool onlyUnchanged, CancellationToken cancellationToken)
    {
        var found = await account.Table.GetEntityIfExistsAsync<TableEntity>(Partition, key, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (!found.HasValue || found.Value!.ContainsKey(BeatAt))
        {
            return true;
        }

        try
        {
            var ring = new TableEntity(Partition, key) { [BeatAt] = found.Value.Timestamp };
            await account.Table.UpdateEntityAsync(ring, onlyUnchanged ? found.Value.ETag : ETag.All, TableUpdateMode.Merge, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 412)
        {
            return false;
        }
    }

    private static Heartbeat Read(TableEntity row, DateTimeOffset? now)
    {
        var rungAt = row.GetDateTimeOffset(BeatAt);
        var age = (now - (rungAt ?? row.Timestamp)) ?? TimeSpan.Zero;
        return new Heartbeat(row.GetString(Name), age > TimeSpan.Zero ? age : TimeSpan.Zero, rungAt is not null);
    }

    private ValueTask<T> InWords<T>(Func<Task<T>> request, CancellationToken cancellationToken) =>
        StorageFault.InWordsAsync(account.Table.Uri, request, cancellationToken);
}
