using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Coordination;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Scheduler;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests;

/// <summary>All controllers and the scheduler over real resources on a log in memory, moved by hand: no loop, no waiting.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private const int RoundsMax = 200;

    private readonly ServiceProvider _services;
    private readonly Dictionary<string, string> _uids = [];

    public Cluster()
        : this(null)
    {
    }

    /// <param name="log">The log that it shares with another instance of the same cluster; null for one of its own.</param>
    /// <param name="time">The clock that it shares; null for one of its own.</param>
    /// <param name="signals">How its nodes show that they live, where they renew no Lease.</param>
    public Cluster(ICommitLog? log, FakeTimeProvider? time = null, INodeSignals? signals = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(log ?? new MemoryCommitLog())
            .AddStore()
            .AddResources()
            .AddScheduler()
            .AddControllerReactors()
            .AddBootstrapAtStart();
        if (signals is not null)
        {
            services.AddSingleton(signals).AddNodeSignalling();
        }

        _services = services.BuildServiceProvider();
        Client = _services.GetRequiredService<IResourceClient>();
    }

    /// <summary>Starts what is to have run before the first request is served.</summary>
    public async Task StartHostedAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(Token);
        }
    }

    public FakeTimeProvider Time { get; }

    public IResourceClient Client { get; }

    public INodeHealth Health => _services.GetRequiredService<INodeHealth>();

    public IEnumerable<IReactor> Reactors => _services.GetServices<IReactor>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Reconciles every key of every reactor until nothing changes any more.</summary>
    public Task SettleAsync() => SettleAsync(static _ => true);

    /// <summary>Reconciles every key of one reactor until nothing changes any more.</summary>
    public Task SettleAsync(string reactor) => SettleAsync(one => one.Name == reactor);

    private async Task SettleAsync(Func<IReactor, bool> runs)
    {
        await MakeAccountsAsync();
        var before = "";
        for (var round = 0; round < RoundsMax; round++)
        {
            foreach (var reactor in _services.GetServices<IReactor>().Where(runs))
            {
                foreach (var key in await reactor.KeysAsync(Token))
                {
                    await reactor.ReconcileAsync(key, Token);
                }
            }

            var after = await RevisionsAsync();
            if (after == before)
            {
                return;
            }

            before = after;
        }

        Assert.Fail($"the cluster did not settle within {RoundsMax} rounds: {before}");
    }

    /// <summary>Settles while every pod that has a node becomes ready, as an agent would have it, and pods that are told to go do.</summary>
    public async Task RunAsync()
    {
        for (var round = 0; round < RoundsMax; round++)
        {
            await SettleAsync();
            if (!await ActAsNodesAsync())
            {
                return;
            }
        }

        Assert.Fail($"the nodes did not get done within {RoundsMax} rounds");
    }

    /// <summary>Puts an object there as it stands: with its status, on its way out if it has a deletionTimestamp, an owner's uid given as the owner's name.</summary>
    public async Task PlaceAsync(JsonObject document)
    {
        var kind = (await Client.KindsAsync(Token)).All.Single(one => one.Kind == document.Text("kind") && one.ApiVersion == document.Text("apiVersion"));
        var name = new ObjectName(kind.Namespaced ? document.Text("metadata", "namespace") ?? "default" : "", document.Text("metadata", "name")!);
        if (kind.Namespaced && await Client.GetAsync(CoreKinds.Namespaces, new ObjectName("", name.Namespace), Token) is null)
        {
            await CreateAsync(CoreKinds.Namespaces, $"metadata: {{name: {name.Namespace}}}");
        }

        foreach (var owner in document.Objects("metadata", "ownerReferences").ToList())
        {
            owner["uid"] = _uids.GetValueOrDefault(owner.Text("uid")!, owner.Text("uid")!);
        }

        var isDeleting = ((JsonObject)document["metadata"]!).Remove("deletionTimestamp");
        var status = document["status"]?.DeepClone();
        if (await Client.GetAsync(kind, name, Token) is null)
        {
            if (kind == CoreKinds.Pods)
            {
                await MakeAccountsAsync();
            }

            var outcome = await Client.WriteAsync(new ResourceWrite.Create(kind, name.Namespace, document), Context(), Token);
            _uids[name.Name] = Assert.IsType<ResourceOutcome.Done>(outcome).Object.Uid;
        }

        if (status is not null)
        {
            await UpdateAsync(kind, kind.Namespaced ? name.ToString() : name.Name, item => item["status"] = status.DeepClone(), Subresource.Status);
        }

        if (isDeleting)
        {
            await DeleteAsync(kind, kind.Namespaced ? name.ToString() : name.Name);
        }
    }

    public async Task<JsonObject> CreateAsync(ResourceKind kind, string yaml, string @namespace = "default")
    {
        var document = Yaml.Parse(yaml);
        if (kind == CoreKinds.Pods)
        {
            await MakeAccountsAsync();
        }

        var outcome = await Client.WriteAsync(new ResourceWrite.Create(kind, kind.Namespaced ? @namespace : "", document), Context(), Token);
        return Assert.IsType<ResourceOutcome.Done>(outcome).Object.Parse();
    }

    public async Task UpdateAsync(ResourceKind kind, string name, Action<JsonObject> change, Subresource subresource = Subresource.None)
    {
        var outcome = await Client.WriteAsync(
            new ResourceWrite.Update(kind, NameOf(kind, name), current =>
            {
                change(current!);
                return new UpdateDecision.Replace(current!);
            }),
            Context() with { Subresource = subresource },
            Token);
        Assert.IsType<ResourceOutcome.Done>(outcome);
    }

    public async Task DeleteAsync(ResourceKind kind, string name, DeletePolicy? policy = null) =>
        Assert.IsType<ResourceOutcome.Done>(await Client.WriteAsync(new ResourceWrite.Delete(kind, NameOf(kind, name), policy ?? new DeletePolicy()), Context(), Token));

    public async Task<List<JsonObject>> AllAsync(ResourceKind kind) =>
        [.. (await Client.StateAsync(kind, Token)).All().Select(item => item.Parse())];

    public async Task<JsonObject?> GetAsync(ResourceKind kind, string name) =>
        (await Client.GetAsync(kind, NameOf(kind, name), Token))?.Parse();

    /// <summary>A ready node with a fresh lease.</summary>
    public async Task AddNodeAsync(string name, string cpu = "4")
    {
        await CreateAsync(CoreKinds.Nodes, $$$"""{metadata: {name: {{{name}}}}, status: {allocatable: {cpu: "{{{cpu}}}", memory: 8Gi, pods: "110"}, conditions: [{type: Ready, status: "True"}]}}""");
        await CreateAsync(CoordinationKinds.Leases, $$$"""{metadata: {name: {{{name}}}}, spec: {holderIdentity: {{{name}}}}}""", "kube-node-lease");
        await HeartbeatAsync(name);
    }

    public Task HeartbeatAsync(string node) => UpdateAsync(CoordinationKinds.Leases, $"kube-node-lease/{node}", lease =>
        lease["spec"]!["renewTime"] = Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<bool> ActAsNodesAsync()
    {
        var acted = false;
        foreach (var pod in await AllAsync(CoreKinds.Pods))
        {
            var name = $"{pod.Text("metadata", "namespace")}/{pod.Text("metadata", "name")}";
            if (pod.At("metadata", "deletionTimestamp") is not null)
            {
                await DeleteAsync(CoreKinds.Pods, name, new DeletePolicy(GracePeriodSeconds: 0));
                acted = true;
            }
            else if (!string.IsNullOrEmpty(pod.Text("spec", "nodeName")) && pod.Text("status", "phase") == "Pending")
            {
                await UpdateAsync(CoreKinds.Pods, name, MakeReady, Subresource.Status);
                acted = true;
            }
        }

        return acted;
    }

    private void MakeReady(JsonObject pod)
    {
        pod["status"]!["phase"] = "Running";
        Conditions.Set((JsonObject)pod["status"]!, "Ready", "True", "", "", Time.GetUtcNow());
    }

    /// <summary>Makes the account that no pod is made without, in every namespace: nobody moves the clock while a pod waits for it.</summary>
    public async Task MakeAccountsAsync()
    {
        var accounts = Reactors.Single(reactor => reactor.Name == "service-account-controller");
        foreach (var key in await accounts.KeysAsync(Token))
        {
            await accounts.ReconcileAsync(key, Token);
        }
    }

    private async Task<string> RevisionsAsync()
    {
        var revisions = new List<string>();
        foreach (var kind in Client.Kinds.All.Where(kind => kind != CoreKinds.Events))
        {
            revisions.Add($"{kind.Plural}={(await Client.StateAsync(kind, Token)).Revision}");
        }

        return string.Join(' ', revisions);
    }

    private static ObjectName NameOf(ResourceKind kind, string name) => name.Contains('/') ? Keys.Parse(name) : new ObjectName(kind.Namespaced ? "default" : "", name);

    private static WriteContext Context() => new() { User = new UserInfo("tester", []), FieldManager = "tester" };
}
