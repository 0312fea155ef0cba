using Azure;
using Azure.Data.Tables;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Simulation;

/// <summary>
/// The simplest writer of a log that could be right: head by ETag and row by insert in one transaction, and after anything unclear it
/// reads the row before it does anything else.
/// </summary>
internal sealed class Writer(string name, TableClient table, int commits, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>What it knows to have landed.</summary>
    public List<string> Acknowledged { get; } = [];

    public async Task RunAsync()
    {
        for (var number = 0; number < commits; number++)
        {
            var id = $"{name}-{number}";
            while (!await TryCommitAsync(id).ConfigureAwait(false))
            {
                await Task.Delay(Pause, time).ConfigureAwait(false);
            }

            Acknowledged.Add(id);
        }
    }

    private async Task<bool> TryCommitAsync(string id)
    {
        var head = await ReadAsync("h").ConfigureAwait(false);
        var revision = (head.GetInt64("Revision") ?? 0) + 1;
        var row = $"e|{revision:D8}";
        while (true)
        {
            try
            {
                await BoundedAsync(token => table.SubmitTransactionAsync(
                    [
                        new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "h") { ["Revision"] = revision }, head.ETag),
                        new(TableTransactionActionType.Add, new TableEntity("p", row) { ["Id"] = id }),
                    ],
                    token)).ConfigureAwait(false);
                return true;
            }
            catch (Exception unclear) when (unclear is RequestFailedException or IOException or OperationCanceledException)
            {
                // Ours, another's, or nobody's: only the last leaves it open, and then the very same is sent again.
                if (await ReadAsync(row).ConfigureAwait(false) is { ETag: var tag } landed && tag != default)
                {
                    return landed.GetString("Id") == id;
                }

                await Task.Delay(Pause, time).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The row, or one without an ETag if there is none.</summary>
    private async Task<TableEntity> ReadAsync(string row)
    {
        while (true)
        {
            try
            {
                var read = await BoundedAsync(token => table.GetEntityIfExistsAsync<TableEntity>("p", row, cancellationToken: token)).ConfigureAwait(false);
                return read.HasValue ? read.Value! : new TableEntity();
            }
            catch (Exception failed) when (failed is RequestFailedException or IOException or OperationCanceledException)
            {
                await Task.Delay(Pause, time).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> BoundedAsync<T>(Func<CancellationToken, Task<T>> send)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        return await send(deadline.Token).ConfigureAwait(false);
    }
}
