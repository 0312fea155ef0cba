using Azure.Data.Tables;
using CloudOrchestrator.FakeAzureStorage.Tests.Azurite;
using CsCheck;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Generated;

/// <summary>Any sequence of operations comes to the same on the fake and on Azurite.</summary>
public sealed class GeneratedTableTests(AzuriteFixture azurite)
{
    private const int Sequences = 200;
    private static readonly Gen<string> GenRow = Gen.OneOf("a", "b", "c", "e|1", "h");

    private static readonly Gen<TableStep.RowChange> GenChange = Gen.Select(
        Gen.Enum<TableTransactionActionType>(), GenRow, Gen.Int[0, 9], Gen.Enum<TagKind>(),
        (type, row, value, tag) => new TableStep.RowChange(type, row, value, tag));

    private static readonly Gen<TableStep> GenStep = Gen.Frequency(
        (5, GenChange.Select(TableStep (change) => new TableStep.Change(change))),
        (4, GenChange.Array[1, 4].Select(TableStep (changes) => new TableStep.Transaction([.. changes.DistinctBy(change => change.Row)]))),
        (2, GenRow.Select(TableStep (row) => new TableStep.Get(row))),
        (1, Gen.Select(GenRow, GenRow, Gen.Int[1, 3]).Select(TableStep (range) => new TableStep.Query(range.Item1, range.Item2, range.Item3))));

    [Fact]
    public async Task Steps_AnySequence_ComeToTheSame()
    {
        var server = await azurite.StartedAsync();
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        var real = new TableServiceClient(server.ConnectionString, options);
        var fake = new FakeStorage(TimeProvider.System).CreateTableClient("a");

        await GenStep.List[1, 30].SampleAsync(
            async steps =>
            {
                var name = "g" + Guid.NewGuid().ToString("N");
                Assert.Equal(await RunAsync(real, name, steps), await RunAsync(fake, name, steps));
            },
            iter: Sequences,
            threads: 1);
    }

    private static async Task<List<string>> RunAsync(TableServiceClient service, string name, IReadOnlyList<TableStep> steps)
    {
        var table = service.GetTableClient(name);
        await table.CreateAsync(TestContext.Current.CancellationToken);
        return await new TableRun(table, TestContext.Current.CancellationToken).RunAsync(steps);
    }
}
