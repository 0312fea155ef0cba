using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CloudOrchestrator.Azurite;
using CloudOrchestrator.LocalAzure.Clouds;
using CloudOrchestrator.LocalAzure.EventGrid;
using CloudOrchestrator.LocalAzure.Functions;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Functions.Processes;
using CloudOrchestrator.LocalAzure.Nodes;
using CloudOrchestrator.LocalAzure.Storage;
using CloudOrchestrator.Store.AzureTables;
using k8s;
using k8s.Autorest;

namespace CloudOrchestrator.LocalAzure.Tests.Worlds;

/// <summary>A cluster of a test's own: the published app on the doubles, its storage behind a proxy. Its end looks for secrets in all that it left.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly string _data;
    private readonly ReservedPort _port;
    private readonly ClusterFolder _folder;
    private readonly AzuriteServer _azurite;
    private readonly LocalCloudOptions _options;
    private readonly ConcurrentQueue<string> _events = new();
    private readonly List<SimulatedNode> _nodes = [];

    private Cluster(string data, ReservedPort port, ClusterFolder folder, AzuriteServer azurite, StorageProxy storage, ClusterOptions options)
    {
        (_data, _port, _folder, _azurite, Storage) = (data, port, folder, azurite, storage);
        _options = options.Cloud(folder.Cloud() with
        {
            Seed = options.Seed,
            TimersRun = false,
            DrainGrace = TimeSpan.FromSeconds(2),
            Environment = EnvironmentOf,
            Delivering = delivery => _events.Enqueue(Encoding.UTF8.GetString(delivery.Body.Span)),
        });
        var credentials = KubernetesClientConfiguration.BuildConfigFromConfigFile(Path.Combine(data, "kubeconfig"));
        Client = new Kubernetes(credentials);
        Client.HttpClient.Timeout = Timeout.InfiniteTimeSpan;
        Token = credentials.AccessToken;
        Http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Issuer == folder.Authority.Subject },
        })
        {
            BaseAddress = new Uri(credentials.Host),
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) },
        };
    }

    public LocalCloud Cloud { get; private set; } = null!;

    public FunctionsHost Functions => Cloud.Functions;

    public LocalEventGrid Events => Cloud.Events;

    /// <summary>What the app's instances reach their account through; the platform's own queue listener does not.</summary>
    public StorageProxy Storage { get; }

    /// <summary>Of the administrator.</summary>
    public Kubernetes Client { get; }

    /// <summary>Of the administrator; plain.</summary>
    public HttpClient Http { get; }

    /// <summary>The administrator's.</summary>
    public string Token { get; }

    public string Name => _options.ClusterName;

    /// <summary>The account itself, past the proxy.</summary>
    public string ConnectionString => _azurite.ConnectionString;

    /// <summary>The instances for HTTP and events.</summary>
    public IReadOnlyList<Instance> HttpInstances => InstancesOf("http");

    public static async Task<Cluster> StartAsync(Account account, ClusterOptions? options = null)
    {
        options ??= new ClusterOptions();
        var azurite = await account.AzuriteAsync();
        var data = Directory.CreateTempSubdirectory("cluster-").FullName;
        var storage = await StorageProxy.StartAsync(azurite.ConnectionString, options.Seed, Within.Test);
        var port = ReservedPort.Find();
        var folder = await ClusterFolder.PrepareAsync(
            new ClusterFolderOptions
            {
                AppFolder = options.AppFolder ?? PublishedApp.Folder,
                Data = data,
                StorageConnectionString = azurite.ConnectionString,
                ClusterName = account.NextName(),
                Port = port.Number,
                Kubeconfig = Path.Combine(data, "kubeconfig"),
                Node = "node-1",
            },
            Within.Test).Comes("a prepared cluster");
        var cluster = new Cluster(data, port, folder, azurite, storage, options);
        try
        {
            cluster.Cloud = await LocalCloud.StartAsync(cluster._options, Within.Test);
            await cluster.Functions.ListensAsync(Within.Test).Comes("an app that listens");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A second app on the same cluster, as if it had instances that nothing is known of here.</summary>
    public async Task<LocalCloud> StartBesideAsync()
    {
        var beside = await LocalCloud.StartAsync(
            _options with { Port = 0, StateFolder = Path.Combine(_data, "beside"), Environment = static (_, _) => new Dictionary<string, string>() }, Within.Test);
        await beside.Functions.ListensAsync(Within.Test).Comes("an app that listens beside the other");
        return beside;
    }

    /// <summary>A simulated node, which ends with the cluster.</summary>
    public async Task<SimulatedNode> JoinAsync(string name)
    {
        var storage = new AzureTablesOptions { ConnectionString = ConnectionString, Cluster = Name };
        var options = new SimulatedNodeOptions { Name = name, Storage = storage, BeatMin = TimeSpan.FromMilliseconds(250), BeatMax = TimeSpan.FromSeconds(1) };
        await Within.Nothing(async () => await TryJoinAsync(options) ? null : $"node {name}", LastWords);
        return _nodes[^1];
    }

    /// <summary>Those of a scale group.</summary>
    public IReadOnlyList<Instance> InstancesOf(string group) => [.. Functions.Instances.Where(instance => instance.ScaleGroup == group)];

    /// <summary>One tick.</summary>
    public Task<bool> TickAsync() => Functions.FireTimerAsync("Tick", Within.Test).Comes("a tick that ends");

    /// <summary>A tick that succeeds: on a busy machine the account may answer one too late, and the next comes a minute later anyway.</summary>
    public Task SucceedingTickAsync() => Within.Nothing(async () => await TickAsync() ? null : "a tick that succeeds", LastWords);

    /// <summary>What all instances said last, for the message of a failed test.</summary>
    public string LastWords() => string.Join('\n', Directory.EnumerateFiles(Path.Combine(_data, "functions"), "*.log")
        .SelectMany(log => File.ReadLines(log).TakeLast(40).Select(line => $"{Path.GetFileNameWithoutExtension(log)} {line}")));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        IReadOnlyList<string> found = [];
        if (Cloud is not null)
        {
            await Cloud.DisposeAsync();
            found = await new SecretSearch(_data, [Cloud.TopicKey, _azurite.AccountKey]).FindAsync(ConnectionString, Name, _events);
        }

        Http.Dispose();
        Client.Dispose();
        await Storage.DisposeAsync();
        _folder.Dispose();
        _port.Dispose();
        Directory.Delete(_data, recursive: true);
        Assert.Empty(found);
    }

    /// <summary>False where the app is not ready for it, as an agent finds it that starts too soon.</summary>
    private async Task<bool> TryJoinAsync(SimulatedNodeOptions options)
    {
        try
        {
            _nodes.Add(await SimulatedNode.JoinAsync(options, Client, TimeProvider.System, Within.Test).Comes($"node {options.Name}"));
            return true;
        }
        catch (HttpOperationException fault) when (fault.Response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return false;
        }
    }

    /// <summary>Handlers reach the account through the proxy; the rest is the test's.</summary>
    private Dictionary<string, string> EnvironmentOf(string group, string instance) => new() { ["ClusterStorage"] = Storage.ConnectionString };
}
