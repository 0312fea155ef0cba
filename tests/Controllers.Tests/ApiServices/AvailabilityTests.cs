using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.ApiServices;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.ApiRegistration;
using CloudOrchestrator.Resources.Kinds.Core;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.ApiServices;

/// <summary>What a service in the cluster is to serve is said to be away, and why; what this server serves is there.</summary>
public sealed class AvailabilityTests : IAsyncDisposable
{
    private const string Controller = "apiservice-available-controller";
    private const string Metrics = "v1.metrics.k8s.io";

    private static readonly ResourceKind Services = ApiRegistrationKinds.ApiServices;

    private readonly Cluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settle_ItsServiceComesAndChanges_SaysWhatIsMissing()
    {
        await RegisterAsync();
        await _cluster.SettleAsync(Controller);
        Assert.Equal(("False", "ServiceNotFound", "service/server in \"default\" is not present"), await AvailableAsync());

        await _cluster.CreateAsync(CoreKinds.Services, "{metadata: {name: server}, spec: {ports: [{port: 80}]}}");
        await _cluster.SettleAsync(Controller);
        Assert.Equal(("False", "ServicePortError", "service/server in \"default\" is not listening on port 443"), await AvailableAsync());

        await _cluster.UpdateAsync(CoreKinds.Services, "server", service => service["spec"]!["ports"] = new JsonArray(new JsonObject { ["port"] = 443 }));
        await _cluster.SettleAsync(Controller);
        var (status, reason, message) = await AvailableAsync();
        Assert.Equal(("False", "FailedDiscoveryCheck"), (status, reason));
        Assert.StartsWith("failing or missing response from https://server.default.svc:443/apis/metrics.k8s.io/v1: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settle_ItNamesNoServiceAnyMore_IsLocal()
    {
        await RegisterAsync();
        await _cluster.SettleAsync(Controller);
        await _cluster.UpdateAsync(Services, Metrics, service =>
        {
            service["spec"]!.AsObject().Remove("service");
            service["spec"]!.AsObject().Remove("insecureSkipTLSVerify");
        });
        await _cluster.SettleAsync(Controller);

        Assert.Equal(("True", "Local", "Local APIServices are always available"), await AvailableAsync());
    }

    [Fact]
    public async Task Keys_AllIsSaid_AreNoneForOneRead()
    {
        await _cluster.StartHostedAsync();
        var client = new InterposedClient(_cluster.Client);

        Assert.Empty(await new AvailabilityController(client, _cluster.Time).KeysAsync(Token));

        Assert.Equal(1, client.Calls);
    }

    [Fact]
    public async Task Triggers_OnlyWhatChangesAnything_WakesTheController()
    {
        await _cluster.StartHostedAsync();
        await RegisterAsync();
        var local = await _cluster.Client.GetAsync(Services, new ObjectName("", "v1.apps"), Token);
        var remote = await _cluster.Client.GetAsync(Services, new ObjectName("", Metrics), Token);
        await _cluster.CreateAsync(CoreKinds.Services, "{metadata: {name: server}, spec: {ports: [{port: 443}]}}");
        var service = await _cluster.Client.GetAsync(CoreKinds.Services, new ObjectName("default", "server"), Token);
        var triggers = new AvailabilityController(_cluster.Client, _cluster.Time).Triggers;

        Assert.Empty(triggers[0].Keys(null, local));
        Assert.Equal([Metrics], triggers[0].Keys(null, remote));
        Assert.Empty(triggers[0].Keys(remote, remote));
        Assert.Empty(triggers[0].Keys(remote, null));
        Assert.Equal(["default/server"], triggers[1].Keys(null, service));
        Assert.Empty(triggers[1].Keys(service, service));
        Assert.Equal(["default/server"], triggers[1].Keys(service, null));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task RegisterAsync()
    {
        if (await _cluster.GetAsync(CoreKinds.Namespaces, "default") is null)
        {
            await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: default}");
        }

        await _cluster.CreateAsync(
            Services, $"{{metadata: {{name: {Metrics}}}, spec: {{group: metrics.k8s.io, version: v1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: {{namespace: default, name: server}}}}}}");
    }

    private async Task<(string? Status, string? Reason, string? Message)> AvailableAsync()
    {
        var condition = Conditions.Find((await _cluster.GetAsync(Services, Metrics))!["status"], "Available");
        return (condition.Text("status"), condition.Text("reason"), condition.Text("message"));
    }
}
