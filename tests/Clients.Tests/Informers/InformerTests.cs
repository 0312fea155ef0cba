using System.Diagnostics;
using CloudOrchestrator.Clients.Tests.Cluster;
using CloudOrchestrator.Clients.Tests.Kubectl;
using CloudOrchestrator.Clients.Tests.Node;
using CloudOrchestrator.Clients.Tests.Python;
using k8s;
using k8s.Models;

namespace CloudOrchestrator.Clients.Tests.Informers;

/// <summary>Clients that keep a copy of a collection, through connections that break and watches that end: they see each change once, in its order.</summary>
public class InformerTests(SharedCluster cluster)
{
    private const int Cuts = 20;

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Clients.Tests", "Informers", "scripts");

    public static TheoryData<string> Clients => ["dotnet", "node", "python"];

    public static TheoryData<string> Kubectls => [.. Releases.Numbered];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Informer_ThroughManyCuts_SeesEveryChangeOnce(string client)
    {
        var controlPlane = await cluster.GetAsync();
        await using var proxy = CuttingProxy.Before(controlPlane.Address);
        using var run = await ScriptRun.PrepareAsync(controlPlane, $"informer-{client}", proxy.Address);
        using var direct = controlPlane.Client();
        var changes = new ConfigMapChanges(direct, run.Namespace);
        await changes.CreateAsync("gone-0");
        await changes.CreateAsync("kept");

        await using var informer = await StartAsync(client, run);
        await informer.SeesAsync(changes.Last);
        for (var round = 1; round <= Cuts; round++)
        {
            // By turns the cut comes before the changes and amid them.
            if (round % 2 == 0)
            {
                proxy.Cut();
            }

            await changes.UpdateAsync("kept");
            await changes.DeleteAsync($"gone-{round - 1}");
            if (round % 2 == 1)
            {
                proxy.Cut();
            }

            await changes.CreateAsync($"gone-{round}");
            await informer.SeesAsync(changes.Last);
        }

        Assert.True(proxy.Made > Cuts, $"only {proxy.Made} connections were made");
        Assert.Equal(changes.All, informer.Seen);
    }

    /// <summary>kubectl says nothing of what it sees, but it waits: through every cut, and for what came while it had no connection.</summary>
    [Theory]
    [MemberData(nameof(Kubectls))]
    public async Task KubectlWait_ThroughManyCuts_SeesWhatItWaitsFor(string release)
    {
        var controlPlane = await cluster.GetAsync();
        await using var proxy = CuttingProxy.Before(controlPlane.Address);
        using var run = await ScriptRun.PrepareAsync(controlPlane, $"wait-{release.Replace('.', '-')}", proxy.Address);
        using var direct = controlPlane.Client();
        var changes = new ConfigMapChanges(direct, run.Namespace);
        await changes.CreateAsync("kept");
        using var kubectl = new KubectlSession(Releases.Get(release), run.Kubeconfig);
        var waiting = kubectl.RunAsync("wait", "configmap/kept", "-n", run.Namespace, "--for=jsonpath={.data.state}=done", "--timeout=60s");
        for (var round = 1; round <= 5; round++)
        {
            await proxy.MadeAsync(round);
            await changes.UpdateAsync("kept");
            proxy.Cut();
        }

        await direct.CoreV1.PatchNamespacedConfigMapAsync(
            new V1Patch("""{"data":{"state":"done"}}""", V1Patch.PatchType.MergePatch), "kept", run.Namespace, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("configmap/kept condition met\n", await waiting);
    }

    /// <summary>Starts a client's informer. Skips the test where the client is missing.</summary>
    internal static async Task<Informer> StartAsync(string client, ScriptRun run) => client switch
    {
        "node" => InformerProcess.Start(await NodeClient.PrepareAsync(run, Path.Combine(Folder, "informer.mjs"))),
        "python" => InformerProcess.Start(PythonClient.Prepare(run, Path.Combine(Folder, "informer.py"))),
        "dotnet" => new LibraryInformer(run.Kubeconfig, run.Namespace),
        _ => throw new UnreachableException(client),
    };
}
