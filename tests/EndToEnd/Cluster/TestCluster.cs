using System.Text.Json.Nodes;
using CloudOrchestrator.Azurite;

namespace CloudOrchestrator.EndToEnd.Cluster;

/// <summary>A cluster with its own data folder and port; removed whole at the end.</summary>
/// <remarks>With <c>END_TO_END_INSTANCES=2</c> the control plane of each that names no store runs as in Azure, on that many instances of the Functions
/// app. Tests that choose their store, or have none, are marked <c>Store=Own</c> and left out then.</remarks>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("end-to-end-");

    public UpProcess Up { get; private set; } = null!;

    public string Data => Path.Combine(_folder.FullName, "data");

    public static async Task<TestCluster> StartAsync(IReadOnlyDictionary<string, string>? environment = null, params string[] options)
    {
        var cluster = new TestCluster();
        await cluster.StartUpAsync(environment, options);
        return cluster;
    }

    public async Task StartUpAsync(IReadOnlyDictionary<string, string>? environment = null, params string[] options) =>
        Up = await UpProcess.StartAsync(Data, environment, [.. options, .. StoreOptions(options)]);

    /// <summary>Runs the newest kubectl at hand as the administrator.</summary>
    public async Task<string> KubectlAsync(params string[] arguments) =>
        (await Command.RunAsync(KubectlBinary.Newest().Path, ["--kubeconfig", Up.Kubeconfig, "--cache-dir", Path.Combine(_folder.FullName, "cache"), .. arguments])).Success;

    public async Task<JsonNode> GetAsync(params string[] what) => JsonNode.Parse(await KubectlAsync(["get", .. what, "-o", "json"]))!;

    /// <summary>Backs the running cluster up to a file.</summary>
    public async Task BackUpAsync(string file) =>
        _ = (await Command.RunAsync(Path.Combine(Data, "cloud-orchestrator"), ["backup", "--data", Data, "--file", file, .. AccountOptions()])).Success;

    private static string[] StoreOptions(string[] options)
    {
        if (Environment.GetEnvironmentVariable("END_TO_END_INSTANCES") is not { Length: > 0 } instances || options.Contains("--store"))
        {
            return [];
        }

        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        return ["--azure", "--instances", instances];
    }

    /// <summary>Where the state of a cluster as in Azure lies.</summary>
    private string[] AccountOptions() => Path.Combine(Data, "storage.connection") is var file && File.Exists(file)
        ? ["--store", "azure-tables", "--connection-string", File.ReadAllText(file).Trim()]
        : [];

    public async ValueTask DisposeAsync()
    {
        if (Up is not null)
        {
            await Up.DisposeAsync();
        }

        if (TestContext.Current.TestState?.Result != TestResult.Failed)
        {
            _folder.Delete(recursive: true);
        }
    }
}
