using CloudOrchestrator.Doorbells.Rows;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Listening;
using CloudOrchestrator.Store.AzureTables;
using CloudOrchestrator.Store.AzureTables.Heartbeats;
using CloudOrchestrator.Store.Heartbeats;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CloudOrchestrator.Doorbells.Tests.Rows;

/// <summary>A cluster's table, as a node and as the control plane reach it.</summary>
public sealed class ClusterTable : IAsyncDisposable
{
    private readonly ServiceProvider _control;
    private readonly FakeStorageListener[] _listeners;

    private ClusterTable(FakeStorage? storage, FakeStorageListener[] listeners, AzureTablesOptions node, AzureTablesOptions control)
    {
        Storage = storage;
        _listeners = listeners;
        NodeOptions = node;
        _control = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging().AddAzureTablesLog(control).BuildServiceProvider();
    }

    /// <summary>Faults and counts know the node as this.</summary>
    public const string NodeInstance = "node";

    /// <summary>The account, if it is a fake.</summary>
    public FakeStorage? Storage { get; }

    /// <summary>The account as the node reaches it.</summary>
    public AzureTablesOptions NodeOptions { get; }

    /// <summary>What the control plane sees and rings.</summary>
    public IHeartbeats Heartbeats => _control.GetRequiredService<IHeartbeats>();

    public static async Task<ClusterTable> OnFakeAsync(TimeProvider? time = null)
    {
        var token = TestContext.Current.CancellationToken;
        var storage = new FakeStorage(time ?? TimeProvider.System);
        var node = await storage.ListenAsync(NodeInstance, token);
        var control = await storage.ListenAsync("control", token);
        var options = new AzureTablesOptions { ConnectionString = control.ConnectionString };
        await AzureTablesServices.PrepareAsync(options, TimeProvider.System, token);
        return new ClusterTable(storage, [node, control], new AzureTablesOptions { ConnectionString = node.ConnectionString }, options);
    }

    public static async Task<ClusterTable> OnAccountAsync(string connectionString, string cluster)
    {
        var options = new AzureTablesOptions { ConnectionString = connectionString, Cluster = cluster };
        await AzureTablesServices.PrepareAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);
        return new ClusterTable(null, [], options, options);
    }

    /// <summary>The row's address as the control plane hands it out.</summary>
    public RowAddress Address(string node) => RowAddress.Parse(HeartbeatCredential.Create(NodeOptions, node, TimeProvider.System.GetUtcNow().AddDays(365)).AbsoluteUri);

    /// <summary>Options with which a test need not wait long, on the clock of the machine.</summary>
    public RowDoorbellOptions Options(string node, int seed = 1) => new()
    {
        NodeName = node,
        Row = Address(node),
        Random = new Random(seed),
        BeatMin = TimeSpan.FromMilliseconds(5),
        BeatMax = TimeSpan.FromMilliseconds(20),
        AnswerMax = TimeSpan.FromSeconds(2),
        ShownFor = TimeSpan.FromSeconds(2),
        RetryMin = TimeSpan.FromMilliseconds(5),
        RetryMax = TimeSpan.FromMilliseconds(20),
    };

    /// <summary>The node does not reach the account any more, or does again.</summary>
    public void SetAway(bool isAway)
    {
        Storage!.Faults.Clear();
        if (isAway)
        {
            Storage.Faults.Always(new RequestTarget { Instance = NodeInstance }, Fault.DropRequest());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync();
        }
    }
}
