using CloudOrchestrator.Controllers.ApiServices;
using CloudOrchestrator.Controllers.Bootstrapping;
using CloudOrchestrator.Controllers.Deployments;
using CloudOrchestrator.Controllers.GarbageCollection;
using CloudOrchestrator.Controllers.Namespaces;
using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Controllers.ReplicaSets;
using CloudOrchestrator.Controllers.ServiceAccounts;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Recording;
using CloudOrchestrator.Resources.Writing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests;

/// <summary>A controller whose write does not get through says so, and is woken again; one whose namespace is going does not.</summary>
public sealed class OutcomesTests : IAsyncDisposable
{
    private const string Deployment = "deployment-controller";
    private const string ReplicaSet = "replicaset-controller";
    private const string Node = "node-controller";
    private const string Garbage = "generic-garbage-collector";
    private const string Namespace = "namespace-controller";
    private const string ServiceAccount = "service-account-controller";
    private const string System = "system-namespaces-controller";
    private const string Bootstrap = "bootstrap-controller";
    private const string ApiService = "apiservice-registration-controller";

    private const string Template = "selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: web}]}}";

    private readonly Cluster _cluster = new();

    public static TheoryData<string, string> Refusals
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var controller in new[] { Deployment, ReplicaSet, Node, Garbage, Namespace, ServiceAccount, System, Bootstrap, ApiService })
            {
                foreach (var write in new[] { "create", "update", "delete" })
                {
                    data.Add(controller, write);
                }
            }

            return data;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Reconcile_ItsWritesAreRefused_FailsWhereSomethingIsLeftToBeDone(string controller, string write)
    {
        await PrepareAsync();
        var writes = 0;
        Refusal? refusal = null;
        var client = new InterposedClient(_cluster.Client)
        {
            Refuse = one =>
            {
                if (one.Kind == CoreKinds.Events || Sort(one) != write)
                {
                    return null;
                }

                writes++;
                return refusal;
            },
        };
        var reactor = Reactor(controller, client);

        foreach (var one in new Refusal[] { new Refusal.Unavailable("cut off"), new Refusal.Unknown("who knows"), new Refusal.TooLarge(2, 1), new Refusal.Conflict("things", "one", "changed") })
        {
            (refusal, writes) = (one, 0);
            var failures = await FailuresAsync(reactor);

            // Of a deletion by uid a conflict says that the object is gone; of a pod's creation, that there are as many as wanted.
            var isExcused = one is Refusal.Conflict && (write == "delete" || (write == "create" && controller == ReplicaSet));
            Assert.True(failures > 0 == (writes > 0 && !isExcused), $"{failures} failures of {writes} refusals: {one}");
        }
    }

    [Theory]
    [InlineData(Deployment)]
    [InlineData(ReplicaSet)]
    [InlineData(ServiceAccount)]
    public async Task Reconcile_TheNamespaceIsGoing_DoesNotFail(string controller)
    {
        await PrepareAsync();
        var creates = 0;
        var client = new InterposedClient(_cluster.Client)
        {
            Refuse = one => Sort(one) == "create" && one.Kind != CoreKinds.Events && ++creates > 0 ? new Refusal.Forbidden("things", "one", "it is being terminated", "NamespaceTerminating") : null,
        };

        Assert.Equal(0, await FailuresAsync(Reactor(controller, client)));
        Assert.True(creates > 0, "nothing was created");
    }

    [Theory]
    [InlineData(Deployment)]
    [InlineData(ReplicaSet)]
    [InlineData(ServiceAccount)]
    public async Task Reconcile_ForbiddenForAnotherReason_Fails(string controller)
    {
        await PrepareAsync();
        var client = new InterposedClient(_cluster.Client) { Refuse = one => one.Kind == CoreKinds.Events ? null : new Refusal.Forbidden("things", "one", "exceeded quota") };

        Assert.True(await FailuresAsync(Reactor(controller, client)) > 0);
    }

    /// <summary>Whoever brought the news need not bring it again: it would be refused again.</summary>
    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Reconcile_ItsWritesAreRefusedForGood_SaysSo(string controller, string write)
    {
        await PrepareAsync();
        var writes = 0;
        Refusal? refusal = null;
        var client = new InterposedClient(_cluster.Client) { Refuse = one => one.Kind != CoreKinds.Events && Sort(one) == write && ++writes > 0 ? refusal : null };
        var reactor = Reactor(controller, client);
        Refusal[] refusals =
        [
            new Refusal.Invalid("", "Thing", "one", [new FieldError("FieldValueRequired", "spec.x", "Required value")]),
            new Refusal.Forbidden("things", "one", "exceeded quota"),
            new Refusal.BadRequest("nonsense"),
            new Refusal.MethodNotAllowed("things", "patch"),
            new Refusal.TooLarge(2, 1),
        ];

        foreach (var one in refusals)
        {
            (refusal, writes) = (one, 0);
            foreach (var key in await reactor.KeysAsync(Token))
            {
                Assert.True((await reactor.ReconcileAsync(key, Token)).Failure is null or { IsForGood: true }, $"{key}: {one}");
            }
        }
    }

    [Fact]
    public void First_OneForGoodAndOneForNow_IsTheOneThatMayGetThrough()
    {
        var refused = Outcomes.Failure(new ResourceOutcome.Refused(new Refusal.Invalid("", "Pod", "web", [new FieldError("FieldValueRequired", "spec.x", "Required value")])));
        var unavailable = Outcomes.Failure(new ResourceOutcome.Refused(new Refusal.Unavailable("cut off")));

        Assert.Equal(new ReconcileFailure("Invalid Pod web: spec.x: Required value", IsForGood: true), refused);
        Assert.Equal(unavailable, Outcomes.First([null, refused, unavailable]));
        Assert.False(unavailable!.IsForGood);
        Assert.Null(Outcomes.First([null]));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static string Sort(ResourceWrite write) => write switch
    {
        ResourceWrite.Create => "create",
        ResourceWrite.Update => "update",
        _ => "delete",
    };

    private static async Task<int> FailuresAsync(IReactor reactor)
    {
        var failures = 0;
        foreach (var key in await reactor.KeysAsync(Token))
        {
            failures += (await reactor.ReconcileAsync(key, Token)).Failure is null ? 0 : 1;
        }

        return failures;
    }

    private IReactor Reactor(string name, InterposedClient client)
    {
        var events = new EventRecorder(client, _cluster.Time);
        return name switch
        {
            Deployment => new DeploymentController(client, events, _cluster.Time),
            ReplicaSet => new ReplicaSetController(client, events, _cluster.Time),
            Node => new NodeController(client, _cluster.Time),
            Garbage => new GarbageCollector(client),
            Namespace => new NamespaceController(client, _cluster.Time),
            ServiceAccount => new ServiceAccountController(client),
            Bootstrap => new BootstrapController(client),
            ApiService => new ApiServiceController(client),
            _ => new SystemNamespaces(client, NullLogger<SystemNamespaces>.Instance),
        };
    }

    /// <summary>A cluster in which every controller has something to create, to update and to delete, if it ever does.</summary>
    private async Task PrepareAsync()
    {
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: default}");
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: kube-node-lease}");
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: full}");
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: empty}");
        await _cluster.CreateAsync(CoreKinds.ConfigMaps, "metadata: {name: c}", "full");
        await _cluster.DeleteAsync(CoreKinds.Namespaces, "full");
        await _cluster.DeleteAsync(CoreKinds.Namespaces, "empty");
        await _cluster.CreateAsync(AppsKinds.Deployments, $"{{metadata: {{name: web}}, spec: {{revisionHistoryLimit: 0, {Template}}}}}");
        var rolled = await _cluster.CreateAsync(AppsKinds.Deployments, $"{{metadata: {{name: rolled}}, spec: {{revisionHistoryLimit: 0, {Template}}}}}");
        await _cluster.SettleAsync(Deployment);
        await _cluster.CreateAsync(AppsKinds.Deployments, $"{{metadata: {{name: new}}, spec: {{{Template}}}}}");
        await _cluster.UpdateAsync(AppsKinds.Deployments, "web", one => one["spec"]!["replicas"] = 3);
        await _cluster.CreateAsync(AppsKinds.ReplicaSets, $$"""
            metadata: {name: forgotten, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: rolled, uid: {{rolled.Text("metadata", "uid")}}, controller: true}]}
            spec: {replicas: 0, {{Template.Replace("app: web", "app: forgotten", StringComparison.Ordinal)}}}
            """);
        var sized = await _cluster.CreateAsync(AppsKinds.ReplicaSets, $"{{metadata: {{name: sized}}, spec: {{replicas: 0, {Template.Replace("app: web", "app: sized", StringComparison.Ordinal)}}}}}");
        await _cluster.CreateAsync(CoreKinds.Pods, $$"""
            metadata: {name: surplus, labels: {app: sized}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: sized, uid: {{sized.Text("metadata", "uid")}}, controller: true}]}
            spec: {containers: [{name: c, image: web}]}
            """);
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: lost}, spec: {nodeName: gone, containers: [{name: c, image: web}]}}");
        await _cluster.DeleteAsync(CoreKinds.ServiceAccounts, "kube-node-lease/default");
        await _cluster.AddNodeAsync("silent");
        _cluster.Time.Advance(TimeSpan.FromMinutes(5));
        const string gone = "{apiVersion: v1, kind: ConfigMap, name: gone, uid: 3f0c1e1e-0000-4000-8000-000000000000}";
        await _cluster.CreateAsync(CoreKinds.ConfigMaps, $"metadata: {{name: orphan, ownerReferences: [{gone}]}}");
        await _cluster.CreateAsync(CoreKinds.ConfigMaps, $"metadata: {{name: half, ownerReferences: [{gone}, {{apiVersion: apps/v1, kind: ReplicaSet, name: sized, uid: {sized.Text("metadata", "uid")}}}]}}");
    }
}
