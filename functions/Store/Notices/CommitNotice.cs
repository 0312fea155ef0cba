namespace CloudOrchestrator.Store.Notices;

/// <summary>Says whom changes of a collection concern. It holds no document: whoever gets it reads the current state.</summary>
/// <param name="Collection">The collection's name.</param>
/// <param name="FirstRevision">The first revision that it speaks of.</param>
/// <param name="LastRevision">The last.</param>
/// <param name="Recipients">Whom the changes concern, each once, as <see cref="INoticePublisher.Recipients"/> named them; null where they are too
/// many or not known: then it is all.</param>
/// <param name="Sequence">The place of the last of these commits among all commits of this process; 0 where they are not its own.</param>
public sealed record CommitNotice(string Collection, long FirstRevision, long LastRevision, IReadOnlyCollection<string>? Recipients, long Sequence)
{
    /// <summary>Most bytes of all recipients of a notice, in UTF-8.</summary>
    /// <value>60 KiB: an event of 64 KiB is billed as one operation.</value>
    public const int RecipientsBytesMax = 60 * 1024;
}
