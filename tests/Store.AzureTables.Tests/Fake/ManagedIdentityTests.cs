using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

/// <summary>Without a connection string the account is reached with the token that the platform gives the app's managed identity.</summary>
public sealed class ManagedIdentityTests : IDisposable
{
    private const string EndpointVariable = "IDENTITY_ENDPOINT";
    private const string HeaderVariable = "IDENTITY_HEADER";
    private const string Secret = "header-of-the-platform";

    private readonly HttpListener _platform = new();
    private readonly FakeStorage _storage = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(EndpointVariable, null);
        Environment.SetEnvironmentVariable(HeaderVariable, null);
        _platform.Close();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("11111111-2222-3333-4444-555555555555")]
    public async Task Log_TableAndBlobEndpoints_AreReachedWithTheIdentitysToken(string? clientId)
    {
        Listen();
        var asked = AnswerAsync(request =>
            (200, new { access_token = "a.b.c", expires_on = $"{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}", resource = request.QueryString["resource"], token_type = "Bearer" }));
        var options = Options(clientId);

        await AzureTablesServices.PrepareAsync(options, TimeProvider.System, Token);
        var log = new AzureTablesCommitLog(new StorageAccount(options, TimeProvider.System), TimeProvider.System, NullLogger<AzureTablesCommitLog>.Instance);
        await SampleRows.AppendAsync(log, "things", LogHead.None, 1);
        await log.PutBlobAsync("things", "blob", new byte[] { 1 }, Token);

        Assert.Single((await log.TailAsync("things", 0, Token)).Rows);
        var request = await asked;
        Assert.StartsWith("https://storage.azure.com", request.QueryString["resource"], StringComparison.Ordinal);
        Assert.Equal(clientId, request.QueryString["client_id"]);
        Assert.Equal(Secret, request.Headers["X-IDENTITY-HEADER"]);
    }

    [Fact]
    public async Task Log_TheAppHasNoIdentity_SaysSoAndWhere()
    {
        Listen();

        // The SDK keeps the tokens of an identity for the whole process, so this is one that no other test has.
        _ = AnswerAsync(_ => (400, new { statusCode = 400, message = "no such identity" }));

        var fault = await Assert.ThrowsAsync<StoreException>(() => AzureTablesServices.PrepareAsync(Options("66666666-7777-8888-9999-000000000000"), TimeProvider.System, Token));

        Assert.Contains("no identity of this environment gives a token for it", fault.Message, StringComparison.Ordinal);
        Assert.Matches("^https://fakestorage[.](table|blob)[.]core[.]windows[.]net/", fault.Message);
    }

    private AzureTablesOptions Options(string? clientId) => new()
    {
        TableEndpoint = new Uri("https://fakestorage.table.core.windows.net"),
        BlobEndpoint = new Uri("https://fakestorage.blob.core.windows.net"),
        ManagedIdentityClientId = clientId,
        Transport = _storage.CreateTransport("one"),
    };

    private void Listen()
    {
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _platform.Prefixes.Add($"http://127.0.0.1:{port}/");
        _platform.Start();
        Environment.SetEnvironmentVariable(EndpointVariable, $"http://127.0.0.1:{port}/msi/token");
        Environment.SetEnvironmentVariable(HeaderVariable, Secret);
    }

    /// <summary>Answers all who ask for a token. Answers the first who did.</summary>
    private Task<HttpListenerRequest> AnswerAsync(Func<HttpListenerRequest, (int Status, object Body)> answer)
    {
        var first = new TaskCompletionSource<HttpListenerRequest>();
        _ = Task.Run(async () =>
        {
            while (_platform.IsListening)
            {
                var context = await _platform.GetContextAsync();
                first.TrySetResult(context.Request);
                var (status, body) = answer(context.Request);
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(body)));
                context.Response.Close();
            }
        });
        return first.Task;
    }
}
