namespace CloudOrchestrator.Store.CommitLog;

/// <summary>What makes notices certain: per collection the revision up to which they are published, and marks of collections that may have more.</summary>
public interface IPublishMarks
{
    /// <summary>The revision up to which a collection's notices are published; 0 at first.</summary>
    ValueTask<long> PublishedAsync(string collection, CancellationToken cancellationToken);

    /// <summary>Moves it, if it is still where the caller read it. Answers whether it was moved.</summary>
    ValueTask<bool> MovePublishedAsync(string collection, long from, long to, CancellationToken cancellationToken);

    /// <summary>Marks a collection as one that may have commits to publish, durably; again gives the mark a new time and tag.</summary>
    ValueTask MarkDirtyAsync(string collection, CancellationToken cancellationToken);

    /// <summary>All marks, in one query.</summary>
    ValueTask<IReadOnlyList<DirtyMark>> DirtyMarksAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a mark, unless it was set again since it was read.</summary>
    ValueTask ClearDirtyAsync(DirtyMark mark, CancellationToken cancellationToken);
}
