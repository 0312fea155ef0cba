using System.Diagnostics;
using CloudOrchestrator.FunctionsApp.Nodes;
using CloudOrchestrator.FunctionsApp.Running;

namespace CloudOrchestrator.FunctionsApp.Work;

/// <summary>What work costs, and how long it takes, on an instance that is warm.</summary>
internal static class WorkMeasurement
{
    private const int NodeCount = 100;
    private const int Many = 1000;
    private const int Latencies = 50;
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    /// <summary>How long reconciles that nobody waits for, and notices of them, are given to end.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(string app)
    {
        await using var cloud = await BenchmarkCloud.StartAsync(app, alwaysReady: 1, TimeSpan.FromSeconds(30));
        await using var nodes = await SimulatedNodes.StartAsync(cloud, NodeCount, spread: null);
        await OnceAsync(cloud, "warm-up", replicas: 3);
        await QuietAsync(cloud);
        await CountAsync(cloud, "a Deployment of 3, from its creation to 3 pods running", () => OnceAsync(cloud, "three", replicas: 3));
        await CountAsync(cloud, "its deletion, to no pods", () => DeleteAsync(cloud, "three"));
        await LatencyAsync(cloud);
        await CountAsync(cloud, $"a Deployment of {Many} on {NodeCount} nodes, to {Many} pods running", () => OnceAsync(cloud, "many", Many));
        await CountAsync(cloud, "its deletion, to no pods", () => DeleteAsync(cloud, "many"));
    }

    private static async Task CountAsync(BenchmarkCloud cloud, string what, Func<Task> work)
    {
        await QuietAsync(cloud);
        var before = cloud.Take();
        var clock = Stopwatch.StartNew();
        await work();
        var took = clock.Elapsed;
        await QuietAsync(cloud);
        var spent = cloud.Take() - before;
        Figures.Say($"{what}: {took.TotalSeconds:0.00} s; counted for {spent.Time.TotalSeconds:0} s:");
        Console.Write(spent.Describe());
    }

    private static async Task QuietAsync(BenchmarkCloud cloud)
    {
        await Task.Delay(Quiet);
        await cloud.SettledAsync();
    }

    private static async Task OnceAsync(BenchmarkCloud cloud, string name, int replicas)
    {
        var list = await cloud.Http.ReadAsync("/api/v1/namespaces/default/pods?limit=1");
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var clock = Stopwatch.StartNew();
        await cloud.Http.CreateAsync(Deployments, Api.Deployment(name, replicas));
        var (bound, running) = (new HashSet<string>(), new HashSet<string>());
        await foreach (var change in new PodWatch(cloud.Http, (string)list["metadata"]!["resourceVersion"]!).ReadAsync(stop.Token))
        {
            var pod = change["object"]!;
            var uid = (string)pod["metadata"]!["uid"]!;
            if (pod["spec"]!["nodeName"] is not null && bound.Add(uid) && bound.Count == replicas)
            {
                Figures.Say($"  all {replicas} bound after {clock.Elapsed.TotalSeconds:0.00} s");
            }

            if ((string?)pod["status"]?["phase"] == "Running" && running.Add(uid) && running.Count == replicas)
            {
                return;
            }
        }

        throw new TimeoutException($"Not all pods of {name} ran: {running.Count} of {replicas} did.");
    }

    private static async Task DeleteAsync(BenchmarkCloud cloud, string name)
    {
        var list = await cloud.Http.ReadAsync($"/api/v1/namespaces/default/pods?labelSelector=app%3D{name}");
        var left = list["items"]!.AsArray().Select(pod => (string)pod!["metadata"]!["uid"]!).ToHashSet();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await cloud.Http.RemoveAsync($"{Deployments}/{name}", "{\"propagationPolicy\":\"Background\"}");
        await foreach (var change in new PodWatch(cloud.Http, (string)list["metadata"]!["resourceVersion"]!).ReadAsync(stop.Token))
        {
            if ((string?)change["type"] == "DELETED")
            {
                left.Remove((string)change["object"]!["metadata"]!["uid"]!);
            }

            if (left.Count == 0)
            {
                return;
            }
        }

        throw new TimeoutException($"Pods of {name} are left: {left.Count}.");
    }

    /// <summary>From the sending of a Deployment of one pod to the watch event that says on which node it is.</summary>
    private static async Task LatencyAsync(BenchmarkCloud cloud)
    {
        var floor = await StorageFloor.CreateAsync(cloud);
        var (bound, transaction, query) = (new List<double>(), new List<double>(), new List<double>());
        var list = await cloud.Http.ReadAsync("/api/v1/namespaces/default/pods?limit=1");
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await using var changes = new PodWatch(cloud.Http, (string)list["metadata"]!["resourceVersion"]!).ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        cloud.Storage.TakeLatencies("http", "transaction");
        for (var run = 0; run < Latencies; run++)
        {
            var name = $"single-{run:D2}";
            var clock = Stopwatch.StartNew();
            await cloud.Http.CreateAsync(Deployments, Api.Deployment(name, 1));
            while (await changes.MoveNextAsync()
                && (changes.Current["object"]!["spec"]?["nodeName"] is null || (string?)changes.Current["object"]!["metadata"]!["labels"]?["app"] != name))
            {
                // Another pod, or not yet bound.
            }

            bound.Add(clock.Elapsed.TotalMilliseconds);
            transaction.Add(await floor.TransactionAsync());
            query.Add(await floor.QueryAsync());
        }

        Figures.Say($"from the sending of a Deployment of 1 to its pod bound: {Figures.Describe(bound)}");
        Figures.Say($"  baseline in the same run, storage alone: transaction of two rows {Figures.Describe(transaction)}; query {Figures.Describe(query)}");
        Figures.Say($"  the app's own transactions meanwhile, at the proxy: {Figures.Describe(cloud.Storage.TakeLatencies("http", "transaction"))}");
        await Task.WhenAll(Enumerable.Range(0, Latencies).Select(run => DeleteAsync(cloud, $"single-{run:D2}")));
    }
}
