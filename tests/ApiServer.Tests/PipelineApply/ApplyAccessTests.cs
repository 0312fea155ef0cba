using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

/// <summary>Each object is authorized as a request for it alone would be.</summary>
public sealed class ApplyAccessTests : IAsyncLifetime
{
    private readonly Rules _rules = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, services => services.AddSingleton<IAuthorizer>(_rules));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Apply_NotAllowed_FailsAlone()
    {
        _rules.Denied = attributes => attributes is { Verb: "patch", Resource: "secrets", Name: "s", Namespace: "default" };
        var lines = await _server.ApplyAsync("--- {apiVersion: v1, kind: Secret, metadata: {name: s}}\n---\n" + Applies.ConfigMap("a"), code: 422);
        Assert.Equal("secret/s failed: document 1, line 1: secrets \"s\" is forbidden: User \"kubernetes-admin\" cannot patch resource \"secrets\" in API group \"\" in the namespace \"default\"", lines[0]);
        Assert.Equal("configmap/a created", lines[1]);
    }

    [Fact]
    public async Task Apply_MayNotCreate_ChangesOnlyWhatIsThere()
    {
        await _server.ApplyAsync(Applies.ConfigMap("there"));
        _rules.Denied = attributes => attributes.Verb == "create";
        var lines = await _server.ApplyAsync(Applies.ConfigMap("there", "a: \"2\"") + Applies.ConfigMap("missing"), code: 422);
        Assert.Equal("configmap/there configured", lines[0]);
        Assert.Equal("configmap/missing failed: document 2, line 10: configmaps \"missing\" is forbidden: User \"kubernetes-admin\" cannot create resource \"configmaps\" in API group \"\" in the namespace \"default\"", lines[1]);
    }

    [Fact]
    public async Task Prune_MayNotDeleteOrList_DeletesNothingAndTellsOnlyOfWhatMayBeListed()
    {
        await _server.ApplyAsync(Applies.ConfigMap("old", labels: "app: a") + "{apiVersion: v1, kind: Secret, metadata: {name: hidden, labels: {app: a}}}");
        _rules.Denied = attributes => attributes.Verb == "delete" || attributes is { Verb: "list", Resource: "secrets" };
        var lines = await _server.ApplyAsync(Applies.ConfigMap("new", labels: "app: a"), "?prune=app%3Da", code: 422);
        Assert.Equal(
            ["configmap/new created", "configmap/old failed: configmaps \"old\" is forbidden: User \"kubernetes-admin\" cannot delete resource \"configmaps\" in API group \"\" in the namespace \"default\""],
            lines);
        _rules.Denied = _ => false;
        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/secrets/hidden").JsonAsync();
    }

    [Fact]
    public async Task Apply_ThePathItself_IsAPostOfAPath()
    {
        _rules.Denied = attributes => attributes is { Verb: "post", Path: "/apply", Resource: "" };
        var (_, message) = await _server.PostAsync("/apply", Applies.ConfigMap("a"), Applies.Yaml).StatusAsync(403, "Forbidden");
        Assert.Equal("forbidden: User \"kubernetes-admin\" cannot post path \"/apply\"", message);
    }

    [Fact]
    public async Task Apply_AsSomeoneElse_ActsAsThem()
    {
        _rules.DeniedUser = "deployer";
        using var answer = await _server.SendAsync(HttpMethod.Post, "/apply", Applies.ConfigMap("a"), Applies.Yaml, ("Impersonate-User", "deployer"));
        Assert.Contains("User \"deployer\" cannot patch", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private sealed class Rules : IAuthorizer
    {
        public Func<AccessAttributes, bool> Denied { get; set; } = _ => false;

        public string DeniedUser { get; set; } = "";

        public ValueTask<bool> IsAllowedAsync(UserInfo user, AccessAttributes attributes, CancellationToken cancellationToken) =>
            ValueTask.FromResult(!Denied(attributes) && !(user.Name == DeniedUser && attributes.Verb == "patch"));
    }
}
