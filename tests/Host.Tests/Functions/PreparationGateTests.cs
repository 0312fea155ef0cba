using System.Text.Json.Nodes;
using CloudOrchestrator.Host.Functions;
using CloudOrchestrator.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions;

public sealed class PreparationGateTests
{
    private bool _isAway = true;

    [Theory]
    [InlineData("/", null, StatusCodes.Status204NoContent)]
    [InlineData("/", "x-ms-invocation-id", StatusCodes.Status503ServiceUnavailable)]
    [InlineData("/livez", "x-ms-invocation-id", StatusCodes.Status204NoContent)]
    [InlineData("/version", "x-ms-invocation-id", StatusCodes.Status204NoContent)]
    [InlineData("/readyz", "x-ms-invocation-id", StatusCodes.Status503ServiceUnavailable)]
    [InlineData("/api/v1/pods", "x-ms-invocation-id", StatusCodes.Status503ServiceUnavailable)]
    public async Task Request_StoreAway_PassesOnlyWithoutNeedOfIt(string path, string? header, int status)
    {
        using var preparation = Preparation();
        Assert.Equal(status, (await SendAsync(preparation, path, header)).Status);
    }

    [Fact]
    public async Task Request_StoreAway_IsAStatusThatDoesNotSayWhere()
    {
        using var preparation = Preparation();
        var (_, body) = await SendAsync(preparation, "/api", null);
        var status = JsonNode.Parse(body)!;
        Assert.Equal(("Status", "Failure", "ServiceUnavailable", 503), ((string)status["kind"]!, (string)status["status"]!, (string)status["reason"]!, (int)status["code"]!));
        Assert.DoesNotContain("account", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_StoreBack_Passes()
    {
        using var preparation = Preparation();
        Assert.Equal(503, (await SendAsync(preparation, "/api", null)).Status);
        _isAway = false;
        Assert.Equal(204, (await SendAsync(preparation, "/api", null)).Status);
    }

    private static async Task<(int Status, string Body)> SendAsync(Preparation preparation, string path, string? header)
    {
        await using var services = new ServiceCollection().AddSingleton(preparation).BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UsePreparationGate();
        app.Run(http =>
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path) = ("GET", path);
        if (header is not null)
        {
            http.Request.Headers[header] = "1";
        }

        using var body = new MemoryStream();
        http.Response.Body = body;
        await app.Build()(http);
        return (http.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    private Preparation Preparation() =>
        new(_ => _isAway ? Task.FromException(new StoreException("the account x is away")) : Task.CompletedTask, NullLogger<Preparation>.Instance);
}
