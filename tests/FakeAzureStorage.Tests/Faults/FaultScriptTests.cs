using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Faults;

/// <summary>Which requests a fault strikes.</summary>
public sealed class FaultScriptTests
{
    private readonly FakeStorage _storage = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_Nth_StrikesThatOneAlone()
    {
        var table = await TableAsync("a");
        _storage.Faults.On(RequestTarget.Of(RequestKind.InsertEntity), Fault.Answer(StorageError.ServerBusy), nth: 3, times: 2);

        Assert.Equal("ok ok 503 503 ok", await InsertsAsync(table, 5));
        Assert.Equal(2, _storage.Faults.Struck["answer 503 ServerBusy"]);
    }

    public static TheoryData<RequestTarget, string> Targets => new()
    {
        { new() { Instance = "b" }, "a:ok b:503" },
        { new() { Instance = "c" }, "a:ok b:ok" },
        { new() { Partition = "p" }, "a:503 b:503" },
        { new() { Partition = "q" }, "a:ok b:ok" },
        { new() { Table = "ROWS", Kinds = RequestKinds.EntityWrites }, "a:503 b:503" },
        { new() { Table = "other" }, "a:ok b:ok" },
        { new() { Kinds = RequestKinds.TableReads }, "a:ok b:ok" },
        { new() { Where = facts => facts.Entities == 1 && facts.Instance == "a" }, "a:503 b:ok" },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Always_Target_StrikesItAlone(RequestTarget target, string expected)
    {
        var a = await TableAsync("a");
        var b = _storage.CreateTableClient("b").GetTableClient("rows");
        _storage.Faults.Always(target, Fault.Answer(StorageError.ServerBusy));

        Assert.Equal(expected, $"a:{await InsertsAsync(a, 1)} b:{await InsertsAsync(b, 1)}");
    }

    [Fact]
    public async Task AtRandom_SameSeed_StrikesTheSame()
    {
        var first = await RunAsync(seed: 7);
        var second = await RunAsync(seed: 7);
        var other = await RunAsync(seed: 8);

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.Contains("503", first, StringComparison.Ordinal);
        Assert.Contains("500", first, StringComparison.Ordinal);
        Assert.InRange(first.Split(' ').Count(outcome => outcome != "ok"), 20, 80);

        static async Task<string> RunAsync(int seed)
        {
            var storage = new FakeStorage(TimeProvider.System);
            var table = storage.CreateTableClient("a").GetTableClient("rows");
            await table.CreateAsync(Cancellation);
            storage.Faults.AtRandom(seed, 0.25, RequestTarget.Any, Fault.Answer(StorageError.ServerBusy), Fault.Answer(StorageError.InternalError));
            return await InsertsAsync(table, 200);
        }
    }

    /// <summary>Another instance's requests do not shift the luck of this one.</summary>
    [Fact]
    public async Task AtRandom_OtherInstance_DoesNotChangeIt()
    {
        _storage.Faults.AtRandom(7, 0.25, RequestTarget.Of(RequestKind.InsertEntity), Fault.Answer(StorageError.ServerBusy));
        var alone = new FakeStorage(TimeProvider.System);
        alone.Faults.AtRandom(7, 0.25, RequestTarget.Of(RequestKind.InsertEntity), Fault.Answer(StorageError.ServerBusy));
        var expectedTable = alone.CreateTableClient("a").GetTableClient("rows");
        await expectedTable.CreateAsync(Cancellation);
        var expected = await InsertsAsync(expectedTable, 50);

        var a = await TableAsync("a");
        var b = _storage.CreateTableClient("b").GetTableClient("rows");
        var outcomes = new List<string>();
        for (var round = 0; round < 50; round++)
        {
            outcomes.Add(await InsertsAsync(a, 1));
            await InsertsAsync(b, round % 3);
        }

        Assert.Equal(expected, string.Join(' ', outcomes));
    }

    [Fact]
    public async Task Clear_AfterFaults_StrikesNoMore()
    {
        var table = await TableAsync("a");
        _storage.Faults.Always(RequestTarget.Any, Fault.DropRequest());
        Assert.Equal("0", await InsertsAsync(table, 1));
        _storage.Faults.Clear();

        Assert.Equal("ok", await InsertsAsync(table, 1));
    }

    [Fact]
    public async Task On_Blob_StrikesThatBlobAlone()
    {
        var container = _storage.CreateBlobClient("a").GetBlobContainerClient("box");
        await container.CreateAsync(cancellationToken: Cancellation);
        _storage.Faults.Always(new() { Container = "box", Blob = "bad" }, Fault.Answer(StorageError.InternalError));

        await container.UploadBlobAsync("good", BinaryData.FromString("x"), Cancellation);
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => container.UploadBlobAsync("bad", BinaryData.FromString("x"), Cancellation));

        Assert.Equal((500, "InternalError"), (failure.Status, failure.ErrorCode));
    }

    private static async Task<string> InsertsAsync(TableClient table, int times)
    {
        var outcomes = new List<string>();
        for (var time = 0; time < times; time++)
        {
            try
            {
                await table.AddEntityAsync(new TableEntity("p", Guid.NewGuid().ToString()), Cancellation);
                outcomes.Add("ok");
            }
            catch (RequestFailedException failure)
            {
                outcomes.Add(failure.Status.ToString(null, null));
            }
        }

        return string.Join(' ', outcomes);
    }

    private async Task<TableClient> TableAsync(string instance)
    {
        var table = _storage.CreateTableClient(instance).GetTableClient("rows");
        await table.CreateAsync(Cancellation);
        return table;
    }
}
