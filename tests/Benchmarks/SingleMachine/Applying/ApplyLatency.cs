using System.Diagnostics;
using System.Text.Json.Nodes;
using CloudOrchestrator.SingleMachine.Running;

namespace CloudOrchestrator.SingleMachine.Applying;

/// <summary>From the start of <c>kubectl apply</c> to the watch event that says Running, and the parts of it.</summary>
internal static class ApplyLatency
{
    private const string Manifest =
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"sample","image":"cloudorchestrator/sample:1"}]}}}}""";

    public static async Task MeasureAsync(BenchmarkCluster cluster, int runs)
    {
        using var client = cluster.Connect(8);
        var file = Path.Combine(Path.GetDirectoryName(cluster.Kubeconfig)!, "deployment.json");
        await File.WriteAllTextAsync(file, Manifest);
        var kubectl = new List<double>();
        var running = new List<double>();
        var baseline = new List<double>();
        for (var run = -1; run < runs; run++)
        {
            var (applied, total) = await OnceAsync(client, cluster.Kubeconfig, file);
            var docker = await DockerRunAsync();
            if (run >= 0)
            {
                kubectl.Add(applied);
                running.Add(total);
                baseline.Add(docker);
            }
        }

        Report($"kubectl apply to Running, {runs} runs", running);
        Report("  of which kubectl apply itself", kubectl);
        Report("  baseline: docker run of the same image, to its return", baseline);
        Console.WriteLine($"  ratio to baseline at p50: {Percentile(running, 50) / Percentile(baseline, 50):0.00}");
    }

    private static async Task<(double Applied, double Running)> OnceAsync(HttpClient client, string kubeconfig, string file)
    {
        var list = JsonNode.Parse(await client.GetStringAsync("/api/v1/namespaces/default/pods?labelSelector=app%3Dweb"))!;
        using var watch = await client.GetStreamAsync($"/api/v1/namespaces/default/pods?watch=1&labelSelector=app%3Dweb&resourceVersion={(string?)list["metadata"]!["resourceVersion"]}");
        using var reader = new StreamReader(watch);
        var clock = Stopwatch.StartNew();
        var apply = RunAsync("kubectl", "--kubeconfig", kubeconfig, "apply", "-f", file);
        var applied = apply.ContinueWith(_ => clock.Elapsed.TotalMilliseconds, TaskScheduler.Default);
        await UntilAsync(reader, change => (string?)change["object"]!["status"]!["phase"] == "Running"
            && change["object"]!["status"]!["containerStatuses"]?[0]?["ready"]?.GetValue<bool>() == true);
        var total = clock.Elapsed.TotalMilliseconds;
        await apply;
        (await client.DeleteAsync("/apis/apps/v1/namespaces/default/deployments/web")).Dispose();
        await UntilAsync(reader, change => (string?)change["type"] == "DELETED");
        return (await applied, total);
    }

    private static async Task UntilAsync(StreamReader reader, Func<JsonNode, bool> holds)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (holds(JsonNode.Parse(line)!))
            {
                return;
            }
        }

        throw new InvalidOperationException("The watch ended.");
    }

    private static async Task<double> DockerRunAsync()
    {
        var clock = Stopwatch.StartNew();
        await RunAsync("docker", "run", "--detach", "--name", "apply-to-running-baseline", "cloudorchestrator/sample:1");
        var elapsed = clock.Elapsed.TotalMilliseconds;
        await RunAsync("docker", "rm", "--force", "apply-to-running-baseline");
        return elapsed;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}.");
        }
    }

    private static void Report(string what, List<double> milliseconds) =>
        Console.WriteLine($"{what}: p50 {Percentile(milliseconds, 50):0} ms, p99 {Percentile(milliseconds, 99):0} ms");

    private static double Percentile(List<double> values, int percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(sorted.Count * percent / 100.0) - 1)];
    }
}
