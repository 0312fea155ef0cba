using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;
using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Worlds;

/// <summary>The real resource machinery on a log in memory, with the namespace <c>default</c> and its account.</summary>
public sealed class World : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private World(ICommitLog log, FakeTimeProvider? time = null, Action<IServiceCollection>? more = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(log)
            .AddStore()
            .AddResources();
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
        Client = _services.GetRequiredService<IResourceClient>();
    }

    public FakeTimeProvider Time { get; }

    public IServiceProvider Services => _services;

    public IResourceClient Client { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="log">Where commits are kept; null for one of its own.</param>
    /// <param name="more">Adds to the services.</param>
    public static async Task<World> CreateAsync(ICommitLog? log = null, Action<IServiceCollection>? more = null)
    {
        var world = new World(log ?? new MemoryCommitLog(), more: more);
        await world.AddAsync(CoreKinds.Namespaces, "{metadata: {name: default}}");
        await world.AddAsync(CoreKinds.ServiceAccounts, "{metadata: {name: default}}");
        return world;
    }

    /// <summary>A new process over the log of one that is dead.</summary>
    public static World After(World dead, ICommitLog log, FakeTimeProvider? time = null) => new(log, time ?? dead.Time);

    /// <summary>Has the store do what is due now.</summary>
    public Task KeepUpAsync() => ((StoreEngine)Store).KeepUpAsync(Token);

    /// <summary>What lies under the client.</summary>
    public IDocumentStore Store => _services.GetRequiredService<IDocumentStore>();

    public static WriteContext As(string manager, Subresource subresource = Subresource.None) =>
        new() { User = new UserInfo("tester", []), FieldManager = manager, Subresource = subresource };

    public static ObjectName Name(ResourceKind kind, string name) =>
        name.Split('/') is [var first, var second] ? new ObjectName(first, second) : new ObjectName(kind.Namespaced ? "default" : "", name);

    public Task<ResourceOutcome> CreateAsync(ResourceKind kind, JsonObject document, WriteContext? context = null, WriteGuard? guard = null) =>
        Client.WriteAsync(new ResourceWrite.Create(kind, kind.Namespaced ? document.Text("metadata", "namespace") ?? "default" : "", document, guard), context ?? As("tester"), Token);

    public Task<ResourceOutcome> CreateAsync(ResourceKind kind, string yaml, WriteContext? context = null) => CreateAsync(kind, Yaml.Parse(yaml), context);

    public async Task<JsonObject> AddAsync(ResourceKind kind, string yaml, WriteContext? context = null) => Done(await CreateAsync(kind, yaml, context)).Object.Parse();

    public Task<ResourceOutcome> UpdateAsync(ResourceKind kind, string name, Action<JsonObject> change, WriteContext? context = null) =>
        Client.WriteAsync(
            new ResourceWrite.Update(kind, Name(kind, name), current =>
            {
                change(current!);
                return new UpdateDecision.Replace(current!);
            }),
            context ?? As("tester"),
            Token);

    public Task<ResourceOutcome> PutAsync(ResourceKind kind, string name, JsonObject document, WriteContext? context = null) =>
        Client.WriteAsync(new ResourceWrite.Update(kind, Name(kind, name), _ => new UpdateDecision.Replace((JsonObject)document.DeepClone())), context ?? As("tester"), Token);

    public Task<ResourceOutcome> ApplyAsync(ResourceKind kind, string name, JsonObject config, WriteContext context, bool force = false)
    {
        config["kind"] = kind.Kind;
        config["apiVersion"] = kind.ApiVersion;
        config.Ensure("metadata")["name"] = Name(kind, name).Name;
        return Client.WriteAsync(new ResourceWrite.Apply(kind, Name(kind, name), config, force), context, Token);
    }

    public Task<ResourceOutcome> ApplyAsync(ResourceKind kind, string name, string yaml, string manager, bool force = false) =>
        ApplyAsync(kind, name, Yaml.Parse(yaml), As(manager), force);

    public Task<ResourceOutcome> DeleteAsync(ResourceKind kind, string name, DeletePolicy? policy = null, WriteContext? context = null) =>
        Client.WriteAsync(new ResourceWrite.Delete(kind, Name(kind, name), policy ?? new DeletePolicy()), context ?? As("tester"), Token);

    public async Task<JsonObject?> GetAsync(ResourceKind kind, string name) => (await Client.GetAsync(kind, Name(kind, name), Token))?.Parse();

    public static ResourceOutcome.Done Done(ResourceOutcome outcome) =>
        outcome as ResourceOutcome.Done ?? throw new InvalidOperationException($"refused: {Show(((ResourceOutcome.Refused)outcome).Refusal)}");

    public static T Refused<T>(ResourceOutcome outcome)
        where T : Refusal =>
        Assert.IsType<T>(Assert.IsType<ResourceOutcome.Refused>(outcome).Refusal);

    public static string Show(Refusal refusal) => refusal is Refusal.Invalid invalid ? string.Join("\n", invalid.Errors) : refusal.ToString();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
