using System.Net;
using CloudOrchestrator.Azurite;
using CloudOrchestrator.Disks;
using CloudOrchestrator.FakeAzureStorage;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Serving;

/// <summary>What <c>serve</c> says and does where its store cannot be had: one line that says what is wrong and where, and nothing acknowledged is lost.</summary>
public sealed class StoreFaultTests : IDisposable
{
    private const int DiskBytes = 8 * 1024 * 1024;
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_DiskFullThenNot_SaysSoGoesOnAndLosesNothing()
    {
        Assert.SkipWhen(SmallDisk.Missing is not null, SmallDisk.Missing ?? "");
        await using var disk = await SmallDisk.MountAsync(DiskBytes);
        var (data, seenAt) = (Path.Combine(disk.Path, "data"), Path.Combine(disk.Outside, "data"));
        await using (var server = await Server.StartAsync(data, seenAt, disk))
        {
            Assert.Equal(HttpStatusCode.Created, (await server.CreateAsync("before")).Code);
            disk.Fill();
            Assert.Equal((HttpStatusCode.ServiceUnavailable, $"{data}/store.db: the disk is full."), await server.CreateAsync("full", 500_000));
            Assert.Equal((HttpStatusCode.OK, "before"), await server.ListAsync());
            disk.Free();
            Assert.Equal(HttpStatusCode.Created, (await server.CreateAsync("after", 500_000)).Code);
        }

        await using (var again = await Server.StartAsync(data, seenAt, disk))
        {
            Assert.Equal((HttpStatusCode.OK, "after before"), await again.ListAsync());
        }
    }

    [Fact]
    public async Task Serve_DiskFullAlready_StartsWhereItWas()
    {
        Assert.SkipWhen(SmallDisk.Missing is not null, SmallDisk.Missing ?? "");
        await using var disk = await SmallDisk.MountAsync(DiskBytes);
        var (data, seenAt) = (Path.Combine(disk.Path, "data"), Path.Combine(disk.Outside, "data"));
        string address;
        await using (var server = await Server.StartAsync(data, seenAt, disk))
        {
            Assert.Equal(HttpStatusCode.Created, (await server.CreateAsync("before")).Code);
            address = server.Address;
            disk.Fill();
        }

        await using (var again = await Server.StartAsync(data, seenAt, disk, "--listen", address))
        {
            Assert.Equal((HttpStatusCode.OK, "before"), await again.ListAsync());
        }
    }

    [Fact]
    public async Task Serve_DiskReadOnlyOrFull_NamesTheFolder()
    {
        Assert.SkipWhen(SmallDisk.Missing is not null, SmallDisk.Missing ?? "");
        await using var disk = await SmallDisk.MountAsync(DiskBytes);
        var (data, other) = (Path.Combine(disk.Path, "data"), Path.Combine(disk.Path, "other"));
        await using (var server = await Server.StartAsync(data, Path.Combine(disk.Outside, "data"), disk))
        {
            Assert.Equal(HttpStatusCode.Created, (await server.CreateAsync("a")).Code);
        }

        disk.Fill();
        Says($"--data {other}: the folder cannot be written: No space left on device", await Server.FailAsync(other, disk));
        disk.Free();
        await disk.MakeReadOnlyAsync();
        Says($"--data {data}: the folder cannot be written: Read-only file system", await Server.FailAsync(data, disk));
    }

    [Fact]
    public async Task Serve_FileIsNoStore_NamesTheFile()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "store.db"), new string('x', 8192), TestContext.Current.CancellationToken);
        Says($"{Data}/store.db: the store could not be opened: ", await Server.FailAsync(Data));
    }

    [Fact]
    public async Task Serve_StoreHeldByAnother_NamesTheFile()
    {
        Directory.CreateDirectory(Data);
        await using var hold = new FileStream(Path.Combine(Data, "store.db.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Says($"{Data}/store.db: another process holds this store.", await Server.FailAsync(Data));
    }

    [Theory]
    [InlineData("garbage", "The store on Azure Table Storage: the connection string is not a list of name=value settings")]
    [InlineData(
        "AccountName=a;AccountKey=Zm9v;TableEndpoint=http://127.0.0.1:1/a;BlobEndpoint=http://127.0.0.1:1/a;", "http://127.0.0.1:1/a/kubernetes: it cannot be reached: Connection refused")]
    public async Task Serve_ConnectionStringWrongOrNobodyThere_SaysWhatAndWhere(string connectionString, string message) =>
        Says(message, await Server.FailAsync(Data, null, "--store", "azure-tables", "--connection-string", connectionString));

    [Fact]
    public async Task Serve_KeyWrong_SaysWhatAndWhere()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        await using var azurite = await AzuriteServer.StartAsync(TestContext.Current.CancellationToken);
        var settings = azurite.ConnectionString.Split(';').Select(setting => setting.StartsWith("AccountKey=", StringComparison.Ordinal) ? "AccountKey=Zm9vYmFy" : setting);
        var said = await Server.FailAsync(Data, null, "--store", "azure-tables", "--connection-string", string.Join(';', settings));
        Says("http://127.0.0.1:", said);
        Assert.Contains("the account refuses the credentials", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_AccountGoneForAWhile_SaysSoAndGoesOn()
    {
        var storage = new FakeStorage(TimeProvider.System);
        await using var listener = await storage.ListenAsync("host", TestContext.Current.CancellationToken);
        await using var server = await Server.StartAsync(Data, null, null, "--store", "azure-tables", "--connection-string", listener.ConnectionString);
        Assert.Equal(HttpStatusCode.Created, (await server.CreateAsync("before")).Code);

        storage.Faults.Unreachable(TimeSpan.FromHours(1));
        var (code, message) = await server.ListAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.StartsWith($"{listener.TableEndpoint}/kubernetes: it cannot be reached: ", message, StringComparison.Ordinal);

        storage.Faults.Clear();
        Assert.Equal((HttpStatusCode.OK, "before"), await server.ListAsync());
        Assert.Equal(HttpStatusCode.Created, (await server.CreateAsync("then")).Code);
    }

    /// <summary>One line that begins so.</summary>
    private static void Says(string beginning, string said)
    {
        Assert.StartsWith($"control plane: {beginning}", said, StringComparison.Ordinal);
        Assert.Single(said.TrimEnd().Split('\n'));
    }
}
