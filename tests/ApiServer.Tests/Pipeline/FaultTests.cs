using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Pipeline;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Pipeline;

public class FaultTests
{
    [Fact]
    public async Task Handle_UnforeseenException_Is500ThatTellsNothing()
    {
        await using var server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, services => services.AddSingleton<IPathRoute, BrokenRoute>());
        using var answer = await server.SendAsync(HttpMethod.Get, "/broken");
        var auditId = Assert.Single(answer.Headers.GetValues("Audit-Id"));
        var (_, message) = await Task.FromResult(answer).StatusAsync(500, "InternalError");
        Assert.Contains(auditId, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
        await server.SendAsync(HttpMethod.Get, "/api").JsonAsync();
    }

    [Fact]
    public async Task Handle_StoreCannotServe_Is503ThatSaysWhy()
    {
        await using var server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, services => services.AddSingleton<IPathRoute, StorelessRoute>());
        using var answer = await server.SendAsync(HttpMethod.Get, "/storeless");
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        var (_, message) = await Task.FromResult(answer).StatusAsync(503, "ServiceUnavailable");
        Assert.Equal("the table is gone", message);
    }

    [Fact]
    public async Task Handle_Forbidden_SaysWhoMayNotDoWhat()
    {
        await using var server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, services => services.AddSingleton<IAuthorizer, NodesMayNotDelete>());
        using var client = server.NewClient(TestServer.NodeToken);
        var (status, message) = await client.DeleteAsync("/apis/apps/v1/namespaces/default/deployments/a", TestContext.Current.CancellationToken).StatusAsync(403, "Forbidden");
        Assert.Equal("deployments.apps \"a\" is forbidden: User \"system:node:n1\" cannot delete resource \"deployments\" in API group \"apps\" in the namespace \"default\"", message);
        Assert.Equal("deployments", (string?)status["details"]!["kind"]);
    }

    private sealed class BrokenRoute : IPathRoute
    {
        public bool Serves(string path) => path == "broken";

        public Task<IResult> AnswerAsync(ApiRequest request) => throw new InvalidOperationException("a secret of the machine");
    }

    private sealed class StorelessRoute : IPathRoute
    {
        public bool Serves(string path) => path == "storeless";

        public Task<IResult> AnswerAsync(ApiRequest request) => throw new StoreException("the table is gone");
    }

    private sealed class NodesMayNotDelete : IAuthorizer
    {
        public ValueTask<bool> IsAllowedAsync(UserInfo user, AccessAttributes attributes, CancellationToken cancellationToken) =>
            ValueTask.FromResult(!(user.Groups.Contains("system:nodes") && attributes.Verb == "delete"));
    }
}
