using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests;

public sealed class OptionsTests
{
    private const string Prefix = "The store on Azure Table Storage: ";
    private const string Key = "AAAA";

    private static readonly Uri Table = new("https://account.table.core.windows.net");
    private static readonly Uri Blob = new("https://account.blob.core.windows.net");

    public static TheoryData<string, string> WrongConnectionStrings => new()
    {
        { "", "the connection string is empty." },
        { "nonsense", "the connection string is not a list of name=value settings between semicolons." },
        { "=x", "the connection string is not a list of name=value settings between semicolons." },
        { "AccountName=a", "the connection string has no AccountKey." },
        { $"AccountKey={Key}", "the connection string has no AccountName." },
        { $"AccountName=;AccountKey={Key}", "the connection string has no AccountName." },
        { "AccountName=a;AccountKey=not base64!", "the connection string's AccountKey is not base64." },
        { $"AccountName=a;AccountKey={Key};AccountName=b", "the connection string sets AccountName twice." },
        { $"AccountName=a;AccountKey={Key};TabelEndpoint=http://x/", "the connection string has an unknown setting TabelEndpoint." },
        { $"AccountName=a;AccountKey={Key};TableEndpoint=x", "the connection string's TableEndpoint is not an http address." },
        { $"AccountName=a;AccountKey={Key};TableEndpoint=http://x/", "the connection string has no BlobEndpoint." },
        { $"AccountName=a;AccountKey={Key};BlobEndpoint=http://x/", "the connection string has no TableEndpoint." },
        { "SharedAccessSignature=s;BlobEndpoint=http://x/", "the connection string has no TableEndpoint." },
        { "UseDevelopmentStorage=yes", "the connection string's UseDevelopmentStorage is not true." },
    };

    [Theory]
    [MemberData(nameof(WrongConnectionStrings))]
    public void Check_WrongConnectionString_NamesTheSetting(string connectionString, string expected) =>
        Assert.Equal(Prefix + expected, Objection(new() { ConnectionString = connectionString }));

    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData("UseDevelopmentStorage=true;")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=account;AccountKey=AAAA;EndpointSuffix=core.windows.net")]
    [InlineData("defaultendpointsprotocol=http; AccountName=a; AccountKey=AAAA; TableEndpoint=http://127.0.0.1:1/a; BlobEndpoint=http://127.0.0.1:2/a;")]
    [InlineData(" AccountName=account;\nAccountKey=AAAA;\n")]
    [InlineData("SharedAccessSignature=sv=2019&sig=abc%3D;TableEndpoint=https://a/;BlobEndpoint=https://b/")]
    public void Check_GoodConnectionString_IsTakenByTheSdk(string connectionString) =>
        Assert.NotNull(new StorageAccount(new() { ConnectionString = connectionString }, TimeProvider.System));

    [Fact]
    public void Check_Sources_AreOneAndWhole()
    {
        Assert.Equal(Prefix + "neither a connection string nor the endpoints of an account are set.", Objection(new()));
        Assert.Equal(
            Prefix + "a connection string and an endpoint are set; set one or the other.",
            Objection(new() { ConnectionString = "UseDevelopmentStorage=true", BlobEndpoint = Blob }));
        Assert.Equal(
            Prefix + "a connection string and a managed identity are set; set one or the other.",
            Objection(new() { ConnectionString = "UseDevelopmentStorage=true", ManagedIdentityClientId = "x" }));
        Assert.Equal(Prefix + "the table endpoint is set, the blob endpoint is missing.", Objection(new() { TableEndpoint = Table }));
        Assert.Equal(Prefix + "the blob endpoint is set, the table endpoint is missing.", Objection(new() { BlobEndpoint = Blob }));
        Assert.Equal(
            Prefix + "the table endpoint http://a/ is not an https:// address.", Objection(new() { TableEndpoint = new Uri("http://a"), BlobEndpoint = Blob }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    public void Check_EndpointsAndIdentity_AreTaken(string? client) =>
        Assert.Equal(
            "https://account.table.core.windows.net/kubernetes",
            new StorageAccount(new() { TableEndpoint = Table, BlobEndpoint = Blob, ManagedIdentityClientId = client }, TimeProvider.System).Table.Uri.AbsoluteUri);

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("a-b-c")]
    [InlineData("tables")]
    [InlineData("ünicode")]
    [InlineData("")]
    public void Check_WrongCluster_SaysWhatATableMayBeCalled(string cluster) =>
        Assert.Equal(
            $"{Prefix}the cluster's name \"{cluster}\" cannot name a table: 3 to 63 letters and digits, a letter first, not \"tables\".",
            Objection(new() { ConnectionString = "UseDevelopmentStorage=true", Cluster = cluster }));

    [Fact]
    public void Check_ClusterCalledLikeTheEmulatedAccount_IsRefused() =>
        Assert.Equal(
            Prefix + "the emulated account and the cluster are both called \"east\"; give the cluster another name.",
            Objection(new() { ConnectionString = $"AccountName=east;AccountKey={Key};TableEndpoint=http://127.0.0.1:1/east;BlobEndpoint=http://127.0.0.1:2/east", Cluster = "east" }));

    [Fact]
    public void Check_ClusterCalledLikeTheAccount_IsTaken() =>
        Assert.Equal(
            "https://east.table.core.windows.net/east",
            new StorageAccount(new() { ConnectionString = $"AccountName=east;AccountKey={Key}", Cluster = "east" }, TimeProvider.System).Table.Uri.AbsoluteUri);

    [Fact]
    public void AddAzureTablesLog_WrongOption_SaysSoBeforeTheFirstRequest() =>
        Assert.Throws<StoreException>(() => new ServiceCollection().AddAzureTablesLog(new AzureTablesOptions { ConnectionString = "nonsense" }));

    [Fact]
    public void AddAzureTablesLog_GoodOptions_IsTheLog()
    {
        using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging()
            .AddAzureTablesLog(new AzureTablesOptions { ConnectionString = "UseDevelopmentStorage=true" }).BuildServiceProvider();

        Assert.IsType<AzureTablesCommitLog>(services.GetRequiredService<ICommitLog>());
    }

    [Fact]
    public void Check_Timeouts_HaveARange()
    {
        Assert.Equal(
            Prefix + "the table timeout 00:02:00 is not between 1 and 60 s.",
            Objection(new() { ConnectionString = "UseDevelopmentStorage=true", TableTimeout = TimeSpan.FromMinutes(2) }));
        Assert.Equal(
            Prefix + "the blob timeout 00:00:00 is not between 1 and 600 s.",
            Objection(new() { ConnectionString = "UseDevelopmentStorage=true", BlobTimeout = TimeSpan.Zero }));
    }

    private static string Objection(AzureTablesOptions options) => Assert.Throws<StoreException>(() => new StorageAccount(options, TimeProvider.System)).Message;
}
