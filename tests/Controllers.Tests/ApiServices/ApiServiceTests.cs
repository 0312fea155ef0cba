using CloudOrchestrator.Controllers.ApiServices;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Kinds.ApiRegistration;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.ApiServices;

/// <summary>The API services of what this server serves itself come, stay and go with it.</summary>
public sealed class ApiServiceTests : IAsyncDisposable
{
    private const string Controller = "apiservice-registration-controller";
    private const string Managed = "kube-aggregator.kubernetes.io/automanaged";

    private const string Definition = """
        metadata: {name: tabs.example.com}
        spec:
          group: example.com
          scope: Cluster
          names: {plural: tabs, kind: Tab}
          versions:
            - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
            - {name: v1beta1, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}
            - {name: v1alpha1, served: false, storage: false, schema: {openAPIV3Schema: {type: object}}}
        """;

    private static readonly ResourceKind Services = ApiRegistrationKinds.ApiServices;
    private static readonly ResourceKind Definitions = ApiextensionsKinds.CustomResourceDefinitions;

    private readonly Cluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_NewCluster_HasOneOfEachBuiltInVersionButItsOwn()
    {
        await _cluster.StartHostedAsync();

        var services = await _cluster.AllAsync(Services);
        var served = KindTable.BuiltIn.All.Where(kind => kind != Services).Select(kind => $"{kind.Version}.{kind.Group}")
            .Concat(["v1.authentication.k8s.io", "v1.authorization.k8s.io"]).Distinct();
        Assert.Equal(served.Order(StringComparer.Ordinal), services.Select(one => one.Text("metadata", "name")).Order(StringComparer.Ordinal));
        Assert.All(services, one =>
        {
            Assert.Equal("onstart", one.Text("metadata", "labels", Managed));
            var condition = Assert.Single(one.Objects("status", "conditions"));
            Assert.Equal(("Available", "True", "Local"), (condition.Text("type"), condition.Text("status"), condition.Text("reason")));
        });
        var batch = (await _cluster.GetAsync(Services, "v1.batch"))!;
        Assert.Equal((17400, 15), (batch.Integer("spec", "groupPriorityMinimum"), batch.Integer("spec", "versionPriority")));
        Assert.Null((await _cluster.GetAsync(Services, "v1."))!.At("spec", "group"));
    }

    [Fact]
    public async Task Keys_AllAreThere_AreNoneForTwoReads()
    {
        await _cluster.StartHostedAsync();
        await DefineAsync();
        await _cluster.SettleAsync();
        var client = new InterposedClient(_cluster.Client);

        Assert.Empty(await new ApiServiceController(client).KeysAsync(Token));

        Assert.Equal(2, client.Calls);
    }

    [Fact]
    public async Task Settle_ADefinition_HasOneOfEachServedVersionOnceEstablished()
    {
        await _cluster.StartHostedAsync();
        await DefineAsync();
        await _cluster.SettleAsync(Controller);
        Assert.Empty(await OfExampleAsync());

        await _cluster.SettleAsync();

        Assert.Equal(["v1.example.com", "v1beta1.example.com"], await OfExampleAsync());
        var service = (await _cluster.GetAsync(Services, "v1.example.com"))!;
        Assert.Equal("true", service.Text("metadata", "labels", Managed));
        Assert.Equal((1000, 100), (service.Integer("spec", "groupPriorityMinimum"), service.Integer("spec", "versionPriority")));
    }

    [Fact]
    public async Task Settle_AVersionIsServedNoMoreAndThenTheDefinitionGoes_TakesThemAway()
    {
        await _cluster.StartHostedAsync();
        await DefineAsync();
        await _cluster.SettleAsync();
        await _cluster.UpdateAsync(Definitions, "tabs.example.com", definition => definition["spec"]!["versions"]![1]!["served"] = false);
        await _cluster.SettleAsync();
        Assert.Equal(["v1.example.com"], await OfExampleAsync());

        await _cluster.DeleteAsync(Definitions, "tabs.example.com");
        await _cluster.SettleAsync();

        Assert.Empty(await OfExampleAsync());
        Assert.NotNull(await _cluster.GetAsync(Services, "v1.apps"));
    }

    [Fact]
    public async Task Settle_OneIsDeletedAndOneChanged_HasBothAsTheyWere()
    {
        await _cluster.StartHostedAsync();
        await _cluster.DeleteAsync(Services, "v1.apps");
        await _cluster.UpdateAsync(Services, "v1.batch", service => service["spec"]!["versionPriority"] = 99);

        await _cluster.SettleAsync(Controller);

        Assert.Equal(17800, (await _cluster.GetAsync(Services, "v1.apps")).Integer("spec", "groupPriorityMinimum"));
        Assert.Equal(15, (await _cluster.GetAsync(Services, "v1.batch")).Integer("spec", "versionPriority"));
    }

    [Fact]
    public async Task Settle_ForeignOnes_AreLeftAloneUnlessTheirLabelSaysWhoseTheyAre()
    {
        await _cluster.StartHostedAsync();
        await _cluster.CreateAsync(Services, "{metadata: {name: v1.metrics.k8s.io}, spec: {group: metrics.k8s.io, version: v1, groupPriorityMinimum: 100, versionPriority: 100, service: {namespace: a, name: b}}}");
        await _cluster.CreateAsync(Services, $"{{metadata: {{name: v1.gone.io, labels: {{{Managed}: onstart}}}}, spec: {{group: gone.io, version: v1, groupPriorityMinimum: 100, versionPriority: 100}}}}");
        await _cluster.UpdateAsync(Services, "v1.apps", service =>
        {
            service["metadata"]!["labels"] = null;
            service["spec"]!["versionPriority"] = 99;
        });

        await _cluster.SettleAsync(Controller);

        Assert.NotNull(await _cluster.GetAsync(Services, "v1.metrics.k8s.io"));
        Assert.Null(await _cluster.GetAsync(Services, "v1.gone.io"));
        Assert.Equal(99, (await _cluster.GetAsync(Services, "v1.apps")).Integer("spec", "versionPriority"));
    }

    [Fact]
    public async Task Triggers_OnlyWhatChangesAnything_WakesTheController()
    {
        await _cluster.StartHostedAsync();
        await DefineAsync();
        var unestablished = await _cluster.Client.GetAsync(Definitions, new ObjectName("", "tabs.example.com"), Token);
        await _cluster.SettleAsync();
        var established = await _cluster.Client.GetAsync(Definitions, new ObjectName("", "tabs.example.com"), Token);
        var service = await _cluster.Client.GetAsync(Services, new ObjectName("", "v1.example.com"), Token);
        var triggers = new ApiServiceController(_cluster.Client).Triggers;

        Assert.Empty(triggers[0].Keys(null, unestablished));
        Assert.Equal(["v1.example.com", "v1beta1.example.com"], triggers[0].Keys(unestablished, established).Order());
        Assert.Empty(triggers[0].Keys(established, established));
        Assert.Equal(["v1.example.com", "v1beta1.example.com"], triggers[0].Keys(established, null).Order());
        Assert.Empty(triggers[1].Keys(null, service));
        Assert.Empty(triggers[1].Keys(service, service));
        Assert.Equal(["v1.example.com"], triggers[1].Keys(service, null));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private Task DefineAsync() => _cluster.CreateAsync(Definitions, Definition);

    private async Task<IEnumerable<string>> OfExampleAsync() =>
        (await _cluster.AllAsync(Services)).Select(one => one.Text("metadata", "name")!).Where(name => name.EndsWith(".example.com", StringComparison.Ordinal));
}
