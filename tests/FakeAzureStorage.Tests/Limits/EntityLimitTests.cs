using Azure;
using Azure.Data.Tables;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Limits;

/// <summary>Limits of an entity: the largest is taken, the next larger is refused with the documented code.</summary>
public sealed class EntityLimitTests
{
    private const int KiB = 1024;
    private readonly FakeStorage _storage = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(64 * KiB, null)]
    [InlineData((64 * KiB) + 1, "PropertyValueTooLarge")]
    public Task Binary_Bytes_AreLimited(int bytes, string? code) => AddAsync(new TableEntity("p", "r") { ["D"] = new byte[bytes] }, code);

    [Theory]
    [InlineData(32 * KiB, 'a', null)]
    [InlineData(32 * KiB, 'é', null)]
    [InlineData(32 * KiB, '"', null)]
    [InlineData((32 * KiB) + 1, 'a', "PropertyValueTooLarge")]
    [InlineData((32 * KiB) + 1, '"', "PropertyValueTooLarge")]
    public Task String_Characters_AreLimited(int characters, char character, string? code) =>
        AddAsync(new TableEntity("p", "r") { ["S"] = new string(character, characters) }, code);

    [Theory]
    [InlineData(252, null)]
    [InlineData(253, "TooManyProperties")]
    public Task Properties_Number_IsLimited(int number, string? code)
    {
        var entity = new TableEntity("p", "r");
        for (var index = 0; index < number; index++)
        {
            entity[$"P{index}"] = index;
        }

        return AddAsync(entity, code);
    }

    [Theory]
    [InlineData(255, null)]
    [InlineData(256, "PropertyNameTooLong")]
    public Task PropertyName_Characters_AreLimited(int characters, string? code) =>
        AddAsync(new TableEntity("p", "r") { [new string('n', characters)] = 1 }, code);

    /// <summary>4 + 2 x (1 + 1) for the entity and its keys; 8 + 2 x 2 + 4 + bytes for each of 16 properties.</summary>
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "EntityTooLarge")]
    public Task Entity_Bytes_AreLimited(int over, string? code)
    {
        const int Overhead = 4 + 4;
        const int PropertyOverhead = 8 + 4 + 4;
        var entity = new TableEntity("p", "r");
        var left = (1024 * KiB) - Overhead + over;
        for (var index = 0; index < 17; index++)
        {
            var bytes = Math.Min(61 * KiB, left - PropertyOverhead);
            entity[$"{(char)('A' + index)}x"] = new byte[bytes];
            left -= bytes + PropertyOverhead;
        }

        Assert.InRange(left, 0, 1024 * KiB);
        entity["Ax"] = new byte[entity.GetBinary("Ax").Length + Math.Min(left, 3 * KiB)];
        left -= Math.Min(left, 3 * KiB);
        entity["Bx"] = new byte[entity.GetBinary("Bx").Length + left];
        return AddAsync(entity, code);
    }

    [Theory]
    [InlineData(512, 1, null)]
    [InlineData(1, 512, null)]
    [InlineData(513, 1, "KeyValueTooLarge")]
    [InlineData(1, 513, "KeyValueTooLarge")]
    public Task Key_Characters_AreLimited(int partition, int row, string? code) =>
        AddAsync(new TableEntity(new string('p', partition), new string('r', row)), code);

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\u0001b")]
    [InlineData("a\u0085b")]
    public Task Key_ForbiddenCharacter_IsRefused(string key) => AddAsync(new TableEntity("p", key), "OutOfRangeInput");

    [Fact]
    public async Task Merge_GrowsPastTheLimit_IsRefused()
    {
        var table = await TableAsync();
        var entity = new TableEntity("p", "r");
        for (var index = 0; index < 15; index++)
        {
            entity[$"P{index}"] = new byte[64 * KiB];
        }

        await table.AddEntityAsync(entity, Cancellation);
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(
            new TableEntity("p", "r") { ["More"] = new byte[64 * KiB] }, ETag.All, TableUpdateMode.Merge, Cancellation));

        Assert.Equal((400, "EntityTooLarge"), (failure.Status, failure.ErrorCode));
    }

    private async Task AddAsync(TableEntity entity, string? code)
    {
        var table = await TableAsync();
        if (code is null)
        {
            Assert.Equal(204, (await table.AddEntityAsync(entity, Cancellation)).Status);
            return;
        }

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(entity, Cancellation));
        Assert.Equal((400, code), (failure.Status, failure.ErrorCode));
    }

    private async Task<TableClient> TableAsync()
    {
        var table = _storage.CreateTableClient("a").GetTableClient("rows");
        await table.CreateAsync(Cancellation);
        return table;
    }
}
