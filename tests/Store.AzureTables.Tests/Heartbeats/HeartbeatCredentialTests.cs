using System.Net;
using System.Text;
using System.Web;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.Store.AzureTables.Heartbeats;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Heartbeats;

/// <summary>The address with which a machine beats reaches its row and nothing else.</summary>
public sealed class HeartbeatCredentialTests
{
    private static readonly AzureTablesOptions Account = new()
    {
        ConnectionString = "DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net",
        Cluster = "East",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Create_Machine_IsSignedForItsRowAlone()
    {
        var expires = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var address = HeartbeatCredential.Create(Account, "node-1", expires);

        Assert.Equal("https://acct.table.core.windows.net/East(PartitionKey='~heartbeats',RowKey='node-1')", address.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(address.Query);
        Assert.Equal(
            ("~heartbeats", "~heartbeats", "node-1", "node-1", "au", "https", "2030-01-02T03:04:05Z"),
            (query["spk"], query["epk"], query["srk"], query["erk"], query["sp"], query["spr"], query["se"]));
        Assert.Equal("east", query["tn"]?.ToLowerInvariant());
        Assert.NotEmpty(query["sig"]!);
    }

    [Theory]
    [InlineData("SharedAccessSignature=sv=2019&sig=x;TableEndpoint=https://a.table.core.windows.net;BlobEndpoint=https://a.blob.core.windows.net")]
    public void Create_NoKey_SaysSo(string connectionString) =>
        Assert.Contains(
            "signed with the account's key",
            Assert.Throws<StoreException>(() => HeartbeatCredential.Create(new AzureTablesOptions { ConnectionString = connectionString }, "a", DateTimeOffset.MaxValue)).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task Address_OnTheAccount_WritesItsRowAndNothingElse()
    {
        await using var listener = await new FakeStorage(TimeProvider.System).ListenAsync("machine", Token);
        var options = new AzureTablesOptions { ConnectionString = listener.ConnectionString };
        await AzureTablesServices.PrepareAsync(options, TimeProvider.System, Token);
        var own = HeartbeatCredential.Create(options, "node-1", TimeProvider.System.GetUtcNow().AddDays(1)).AbsoluteUri;
        var ended = HeartbeatCredential.Create(options, "node-1", TimeProvider.System.GetUtcNow().AddDays(-1)).AbsoluteUri;

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Put, own));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Put, own));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Get, own));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Delete, own));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Put, ended));
        foreach (var other in new[] { "RowKey='node-2'", "RowKey='node-'", "RowKey='node-10'" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Put, own.Replace("RowKey='node-1'", other, StringComparison.Ordinal)));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Put, own.Replace("PartitionKey='~heartbeats'", "PartitionKey='pods'", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(HttpMethod.Put, own.Split('?')[0]));
    }

    private static async Task<HttpStatusCode> SendAsync(HttpMethod method, string address)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, address);
        if (method == HttpMethod.Put)
        {
            request.Content = new StringContent("""{"name":"node-1"}""", Encoding.UTF8, "application/json");
        }
        else if (method == HttpMethod.Delete)
        {
            request.Headers.TryAddWithoutValidation("If-Match", "*");
        }

        using var answer = await client.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
