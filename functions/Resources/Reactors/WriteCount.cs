namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Counts the writes that changed something, of whatever is called from where the count was begun.</summary>
internal sealed class WriteCount : IDisposable
{
    private static readonly AsyncLocal<WriteCount?> Current = new();

    private int _count;

    public int Count => Volatile.Read(ref _count);

    public static WriteCount Begin() => Current.Value = new WriteCount();

    /// <summary>One more write changed something.</summary>
    public static void Add()
    {
        if (Current.Value is { } count)
        {
            Interlocked.Increment(ref count._count);
        }
    }

    public void Dispose() => Current.Value = null;
}
