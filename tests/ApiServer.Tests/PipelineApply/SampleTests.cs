using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

/// <summary>The steps of the samples under infra/pipelines, run one after the other as the services that run pipelines would.</summary>
public sealed class SampleTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Shell _shell = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Shell.Curl), "curl is missing");
        _server = await TestServer.StartAsync();
        _shell = new Shell(_server);
        _shell.Write("deploy/a.yaml", Applies.ConfigMap("kept", labels: "app: shop"));
        _shell.Write("deploy/b.yaml", Applies.ConfigMap("dropped", labels: "app: shop").Trim('\n', '-'));
    }

    public async ValueTask DisposeAsync()
    {
        _shell?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("github-actions.yml")]
    [InlineData("azure-pipelines.yml")]
    public async Task Sample_Steps_ApplyPruneAndFailWhereTheFileIsBad(string file)
    {
        var steps = Steps(file);
        Assert.Equal(4, steps.Count);
        Assert.Equal([0, 0, 0, 0], await RunAsync(steps, file));
        Assert.Equal("dropped kept", await _server.ConfigMapsAsync("default"));

        _shell.Write("deploy/b.yaml", "# nothing any more\n");
        Assert.Equal([0, 0, 0, 0], await RunAsync(steps, file));
        Assert.Equal("kept", await _server.ConfigMapsAsync("default"));

        _shell.Write("deploy/b.yaml", "kind: ConfigMap\n");
        Assert.Equal([0, 22, 1, 0], await RunAsync(steps, file));
    }

    private async Task<IReadOnlyList<int>> RunAsync(IReadOnlyList<string> steps, string file)
    {
        var server = _server.Address.GetLeftPart(UriPartial.Authority);
        var authority = file == "github-actions.yml" ? _server.Certificate.ExportCertificatePem() : "ca.crt";
        var codes = new List<int>();
        foreach (var step in steps)
        {
            var (code, output, error) = await _shell.RunAsync(
                step.Replace("$(clusterUrl)", server, StringComparison.Ordinal), ("CLUSTER_URL", server), ("CLUSTER_TOKEN", TestServer.AdminToken), ("CLUSTER_CA", authority));
            TestContext.Current.TestOutputHelper?.WriteLine($"{step}\n{output}{error}");
            Assert.DoesNotContain(TestServer.AdminToken, output + error, StringComparison.Ordinal);
            codes.Add(code);
        }

        return codes;
    }

    private static IReadOnlyList<string> Steps(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CloudOrchestrator.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests do not lie in the repository");
        }

        var read = YamlDecoder.Decode(File.ReadAllBytes(Path.Combine(folder.FullName, "infra", "pipelines", file)), null);
        var sample = Assert.IsType<DecodeOutcome.Decoded>(read).Document;
        JsonNode? steps = file == "github-actions.yml" ? sample.At("jobs", "deploy") : sample;
        return [.. steps.Objects("steps").Select(step => step.Text("run") ?? step.Text("bash")).OfType<string>()];
    }
}
