using Azure;
using Azure.Data.Tables;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Generated;

/// <summary>Carries generated operations out on one service, and notes what each came to in words that two services can be compared by.</summary>
internal sealed class TableRun(TableClient table, CancellationToken cancellationToken)
{
    private static readonly ETag NeverThere = new("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"");
    private readonly Dictionary<string, ETag> _first = [];
    private readonly Dictionary<string, ETag> _last = [];

    public async Task<List<string>> RunAsync(IEnumerable<TableStep> steps)
    {
        var outcomes = new List<string>();
        foreach (var step in steps)
        {
            try
            {
                outcomes.Add($"{step}: {await RunAsync(step)}");
            }
            catch (TableTransactionFailedException failure)
            {
                outcomes.Add($"{step}: {failure.Status} {failure.ErrorCode} at {failure.FailedTransactionActionIndex}");
            }
            catch (RequestFailedException failure)
            {
                outcomes.Add($"{step}: {failure.Status} {failure.ErrorCode}");
            }
        }

        outcomes.Add($"in the end: {await QueryAsync("", "z", 100)}");
        return outcomes;
    }

    private Task<string> RunAsync(TableStep step) => step switch
    {
        TableStep.Get get => GetAsync(get.Row),
        TableStep.Query query => QueryAsync(query.From, query.To, query.PageRows),
        TableStep.Change change => ChangeAsync(change.Row),
        TableStep.Transaction transaction => TransactAsync(transaction.Rows),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private async Task<string> GetAsync(string row)
    {
        var entity = (await table.GetEntityAsync<TableEntity>("p", row, cancellationToken: cancellationToken)).Value;
        Note(row, entity.ETag);
        return Words(entity);
    }

    private async Task<string> QueryAsync(string from, string to, int pageRows)
    {
        var pages = new List<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"p"} and RowKey ge {from} and RowKey le {to}");
        await foreach (var page in table.QueryAsync<TableEntity>(filter, pageRows, cancellationToken: cancellationToken).AsPages())
        {
            pages.Add(string.Join(", ", page.Values.Select(Words)));
        }

        // A page more that is empty is the service's right, and a matter of luck.
        return string.Join(" | ", pages.Where(page => page.Length > 0));
    }

    private async Task<string> ChangeAsync(TableStep.RowChange change)
    {
        var entity = EntityOf(change);
        var answer = await (change.Type switch
        {
            TableTransactionActionType.Add => table.AddEntityAsync(entity, cancellationToken),
            TableTransactionActionType.UpdateReplace => table.UpdateEntityAsync(entity, TagOf(change), TableUpdateMode.Replace, cancellationToken),
            TableTransactionActionType.UpdateMerge => table.UpdateEntityAsync(entity, TagOf(change), TableUpdateMode.Merge, cancellationToken),
            TableTransactionActionType.UpsertReplace => table.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken),
            TableTransactionActionType.UpsertMerge => table.UpsertEntityAsync(entity, TableUpdateMode.Merge, cancellationToken),
            _ => table.DeleteEntityAsync("p", change.Row, TagOf(change), cancellationToken),
        });
        Note(change.Row, answer.Headers.ETag);
        return $"{answer.Status}";
    }

    private async Task<string> TransactAsync(IReadOnlyList<TableStep.RowChange> changes)
    {
        var answers = await table.SubmitTransactionAsync(
            changes.Select(change => new TableTransactionAction(change.Type, EntityOf(change), TagOf(change))), cancellationToken);
        foreach (var (change, answer) in changes.Zip(answers.Value))
        {
            Note(change.Row, answer.Headers.ETag);
        }

        return string.Join(' ', answers.Value.Select(answer => answer.Status));
    }

    private ETag TagOf(TableStep.RowChange change) => change.Tag switch
    {
        TagKind.Last => _last.GetValueOrDefault(change.Row, NeverThere),
        TagKind.First => _first.GetValueOrDefault(change.Row, NeverThere),
        _ => ETag.All,
    };

    private void Note(string row, ETag? etag)
    {
        if (etag is { } tag && tag != default)
        {
            _first.TryAdd(row, tag);
            _last[row] = tag;
        }
    }

    private static TableEntity EntityOf(TableStep.RowChange change) => new("p", change.Row) { [$"V{change.Value % 2}"] = change.Value, ["Bytes"] = new byte[change.Value] };

    private static string Words(TableEntity entity) =>
        $"{entity.RowKey}={entity.GetInt32("V0")}/{entity.GetInt32("V1")}/{entity.GetBinary("Bytes")?.Length}";
}
