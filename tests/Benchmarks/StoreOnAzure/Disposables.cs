namespace CloudOrchestrator.StoreOnAzure;

/// <summary>Several that end together.</summary>
internal sealed class Disposables<T>(IReadOnlyList<T> items) : IAsyncDisposable
    where T : IAsyncDisposable
{
    public IReadOnlyList<T> Items { get; } = items;

    public async ValueTask DisposeAsync()
    {
        foreach (var item in Items)
        {
            await item.DisposeAsync();
        }
    }
}
