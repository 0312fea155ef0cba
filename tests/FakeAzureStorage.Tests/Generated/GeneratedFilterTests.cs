using Azure.Data.Tables;
using CloudOrchestrator.FakeAzureStorage.Tests.Azurite;
using CsCheck;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Generated;

/// <summary>Any filter finds the same rows on the fake and on Azurite.</summary>
public sealed class GeneratedFilterTests(AzuriteFixture azurite)
{
    private const int Filters = 300;

    private static readonly Gen<string> GenComparison = Gen.Select(
        Gen.OneOf(
            Gen.Select(Gen.OneOf("PartitionKey"), Gen.OneOf("'p'", "'q'", "'o'")),
            Gen.Select(Gen.OneOf("RowKey"), Gen.OneOf("'A'", "'a'", "'b''c'", "'e|1'", "'h'", "''")),
            Gen.Select(Gen.OneOf("Number"), Gen.OneOf("-1", "0", "2", "3")),
            Gen.Select(Gen.OneOf("Long"), Gen.OneOf("0L", "5000000000L")),
            Gen.Select(Gen.OneOf("Text"), Gen.OneOf("'x'", "'it''s'", "''"))),
        Gen.OneOf("eq", "gt", "ge", "lt", "le"),
        (operand, comparison) => $"{operand.Item1} {comparison} {operand.Item2}");

    private static readonly Gen<string> GenFilter = Gen.Recursive<string>((depth, inner) => depth > 2
        ? GenComparison
        : Gen.Frequency(
            (3, GenComparison),
            (2, Gen.Select(inner, Gen.OneOf("and", "or"), inner, (left, word, right) => $"({left}) {word} ({right})")),
            (1, Gen.Select(GenComparison, Gen.OneOf("and", "or"), GenComparison, (left, word, right) => $"{left} {word} {right}"))));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Query_AnyFilter_FindsTheSame()
    {
        var server = await azurite.StartedAsync();
        var real = await FilledAsync(new TableServiceClient(server.ConnectionString));
        var fake = await FilledAsync(new FakeStorage(TimeProvider.System, new() { Limits = new() { PartitionEntitiesPerSecond = 0 } }).CreateTableClient("a"));

        await GenFilter.SampleAsync(
            async filter => Assert.Equal(await KeysAsync(real, filter), await KeysAsync(fake, filter)), iter: Filters, threads: 1);
    }

    private static async Task<List<string>> KeysAsync(TableClient table, string filter) => await table
        .QueryAsync<TableEntity>(filter, maxPerPage: 4, cancellationToken: Cancellation)
        .Select(entity => $"{entity.PartitionKey}/{entity.RowKey}")
        .ToListAsync(Cancellation);

    private static async Task<TableClient> FilledAsync(TableServiceClient service)
    {
        var table = service.GetTableClient("f" + Guid.NewGuid().ToString("N"));
        await table.CreateAsync(Cancellation);
        foreach (var partition in new[] { "o", "p", "pp" })
        {
            foreach (var (index, row) in new[] { "", "A", "a", "b'c", "e|1", "e|2", "h" }.Index())
            {
                var entity = new TableEntity(partition, row) { ["Number"] = index - 1 };
                if (index % 2 == 0)
                {
                    entity["Long"] = index * 2_500_000_000;
                    entity["Text"] = index == 2 ? "it's" : "x";
                }

                await table.AddEntityAsync(entity, Cancellation);
            }
        }

        return table;
    }
}
