using System.Globalization;

namespace CloudOrchestrator.Store.AzureTables.Rows;

/// <summary>The row keys of a collection's partition. The head sorts right behind the commits, so that one range holds the tail and the head.</summary>
internal static class RowKey
{
    /// <summary>The head: revision, commit id, digest, row format.</summary>
    public const string Head = "h";

    /// <summary>The revision up to which notices are published.</summary>
    public const string Published = "p";

    /// <summary>The last three snapshots.</summary>
    public const string Snapshots = "s";

    private const string CommitPrefix = "e|";

    /// <summary>The row of the commit whose first change has this revision.</summary>
    public static string Commit(long firstRevision) => CommitPrefix + firstRevision.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The first revision of a commit's row.</summary>
    public static bool TryCommit(string rowKey, out long firstRevision)
    {
        firstRevision = 0;
        return rowKey.StartsWith(CommitPrefix, StringComparison.Ordinal)
            && long.TryParse(rowKey.AsSpan(CommitPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out firstRevision);
    }
}
