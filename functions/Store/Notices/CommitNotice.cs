namespace CloudOrchestrator.Store.Notices;

/// <summary>Says that a collection has changed, to those who are not watching. It holds no document: whoever gets it reads the current state.</summary>
/// <param name="Collection">The collection's name.</param>
/// <param name="FirstRevision">The first revision that it speaks of.</param>
/// <param name="LastRevision">The last.</param>
/// <param name="Keys">The keys of the objects that changed, each once; null where they are too many or not known: then any may have.</param>
public sealed record CommitNotice(string Collection, long FirstRevision, long LastRevision, IReadOnlyList<string>? Keys)
{
    /// <summary>Most bytes of all keys of a notice, in UTF-8.</summary>
    /// <value>60 KiB: an event of 64 KiB is billed as one operation.</value>
    public const int KeysBytesMax = 60 * 1024;
}
