using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>
/// Deployments that are scaled, rolled, deleted and made again, and config maps that are written, while something goes wrong; and then what must
/// hold: what is declared last is reached, what was acknowledged is there, nothing was done twice.
/// </summary>
internal sealed class Workload : IAsyncDisposable
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private const int ReplicasMax = 5;
    private const int WritersCount = 2;
    private const string LastTemplate = "last";
    private static readonly string[] Names = ["web", "api", "old"];
    private static readonly (string Name, int Replicas)[] Last = [("web", 3), ("api", 4)];

    private readonly Cluster _cluster;
    private readonly Random _random;
    private readonly int _seed;
    private readonly TimeSpan _pause;
    private readonly Judge _judge;
    private readonly List<ConfigWriter> _writers;
    private readonly ConfigRegister _register;

    private Workload(Cluster cluster, int seed, TimeSpan pause)
    {
        (_cluster, _seed, _pause, _random) = (cluster, seed, pause, new Random(seed));
        _judge = new Judge(cluster.Http);
        _writers = [.. Enumerable.Range(0, WritersCount).Select(number => new ConfigWriter(cluster.Http, $"counter-{number}", pause))];
        _register = new ConfigRegister(cluster.Http, pause);
    }

    /// <summary>Writes that were acknowledged.</summary>
    public int Acknowledged => _writers.Sum(writer => writer.Acknowledged) + _register.Acknowledged;

    /// <summary>On two nodes, with every Deployment there once.</summary>
    /// <param name="pause">Between two writes of each of its writers, of which there are four; default a twentieth of a second.</param>
    public static async Task<Workload> StartAsync(Cluster cluster, int seed, TimeSpan? pause = null)
    {
        await cluster.JoinAsync("node-1");
        await cluster.JoinAsync("node-2");
        var workload = new Workload(cluster, seed, pause ?? TimeSpan.FromMilliseconds(50));
        foreach (var name in Names)
        {
            await workload.DeclareAsync(name, 2, "first");
        }

        await workload._judge.WatchesAsync().Comes("watches of all that is made");
        return workload;
    }

    /// <summary>Goes on until told to end; what it declares last is declared while all is as it was, whether that is good or bad.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        await Task.WhenAll([ChangeAsync(end), _register.RunAsync(end), .. _writers.Select(writer => writer.RunAsync(end))]);
        foreach (var (name, replicas) in Last)
        {
            await DeclareAsync(name, replicas, LastTemplate);
        }

        await RemoveAsync("old");
    }

    /// <summary>Waits until so many writes more were acknowledged; the bound is for each, however slow all of them are.</summary>
    public async Task ProgressAsync(int writes)
    {
        var goal = Acknowledged + writes;
        while (Acknowledged is var before && before < goal)
        {
            await Within.Nothing(() => Acknowledged > before ? null : $"the next of {goal - before} writes (seed {_seed})", _cluster.LastWords);
        }
    }

    /// <summary>Waits for what was declared last, and writes nothing that could help; then judges all that was seen.</summary>
    public async Task SettleAsync()
    {
        await Within.Nothing(Missing, () => $"(seed {_seed})\n{_cluster.LastWords()}");
        foreach (var writer in _writers)
        {
            Assert.True(await writer.CheckAsync() is null, $"{writer.Fault} (seed {_seed})");
        }

        Assert.True(await _register.CheckAsync() is var wrong && wrong.Count == 0, $"{string.Join('\n', wrong)} (seed {_seed})");

        // A watch may lag behind, and what was wrong stays so.
        await Within.Nothing(
            async () => _judge.Verdict() is { Count: > 0 } faults ? $"a clean verdict: {string.Join('\n', faults)}" : await _judge.CompareAsync(), () => $"(seed {_seed})");
    }

    public ValueTask DisposeAsync() => _judge.DisposeAsync();

    private async Task ChangeAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var name = Names[_random.Next(Names.Length)];
            var (replicas, template) = (_random.Next(ReplicasMax + 1), $"t{_random.Next(3)}");
            await (_random.Next(5) == 0 ? _cluster.Http.TryDeleteAsync($"{Deployments}/{name}") : ApplyAsync(name, replicas, template));
            await Task.Delay(_pause * (2 + _random.Next(8)), Within.Test);
        }
    }

    private Task DeclareAsync(string name, int replicas, string template) => Within.Nothing(
        async () => await ApplyAsync(name, replicas, template) is { Status: 200 or 201 } ? null : $"the answer to declaring {name}", _cluster.LastWords);

    private Task RemoveAsync(string name) => Within.Nothing(
        async () => await _cluster.Http.TryDeleteAsync($"{Deployments}/{name}") is { Status: 404 } ? null : $"the end of {name}", _cluster.LastWords);

    /// <summary>Made where it is not there.</summary>
    private async Task<(int Status, string Body)?> ApplyAsync(string name, int replicas, string template)
    {
        var document = Document(name, replicas, template).ToJsonString();
        using var patch = new StringContent(document, Encoding.UTF8, "application/merge-patch+json");
        var patched = await Calls.TryAsync(end => _cluster.Http.PatchAsync(new Uri($"{Deployments}/{name}", UriKind.Relative), patch, end));
        if (patched is not { Status: 404 })
        {
            return patched;
        }

        using var whole = new StringContent(document, Encoding.UTF8, "application/json");
        return await Calls.TryAsync(end => _cluster.Http.PostAsync(new Uri(Deployments, UriKind.Relative), whole, end));
    }

    private static JsonObject Document(string name, int replicas, string template)
    {
        var labels = new JsonObject { ["app"] = name };
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["replicas"] = replicas,
                ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone(), ["annotations"] = new JsonObject { ["template"] = template } },
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "main:1" }) },
                },
            },
        };
    }

    /// <summary>What the last declared state lacks, or has too much; null if nothing.</summary>
    private string? Missing()
    {
        var (deployments, sets, pods) = (_judge.Deployments.Objects, _judge.ReplicaSets.Objects, _judge.Pods.Objects);
        var there = deployments.Concat(sets).Select(Found.UidOf).ToHashSet(StringComparer.Ordinal);
        if (sets.Concat(pods).FirstOrDefault(child => !there.Contains(Found.OwnerOf(child) ?? "")) is { ValueKind: JsonValueKind.Object } orphan)
        {
            return $"the end of {Found.NameOf(orphan)}, whose owner is gone";
        }

        return Last.Select(last => Missing(last.Name, last.Replicas, deployments, pods)).FirstOrDefault(missing => missing is not null);
    }

    private static string? Missing(string name, int replicas, IReadOnlyList<JsonElement> deployments, IReadOnlyList<JsonElement> pods)
    {
        if (deployments.FirstOrDefault(one => Found.NameOf(one) == name) is not { ValueKind: JsonValueKind.Object } deployment)
        {
            return $"Deployment {name}";
        }

        if (Found.Number(deployment, "spec", "replicas") != replicas || Found.TemplateOf(deployment) != LastTemplate)
        {
            return $"what was declared of {name} last: it is {deployment}";
        }

        var own = pods.Where(pod => Found.AppOf(pod) == name).ToList();
        var good = own.Count(pod => Found.TemplateOf(pod) == LastTemplate && Found.NodeOf(pod) is not null && Found.PhaseOf(pod) == "Running" && !Found.IsTerminating(pod));
        if (good != replicas || own.Count != replicas)
        {
            return $"{name} with {replicas} pods: it has {own.Count}, {good} of them run as declared ({string.Join(", ", own.Select(Words))})";
        }

        var isTold = Found.Number(deployment, "status", "observedGeneration") == Found.Number(deployment, "metadata", "generation")
            && Found.Number(deployment, "status", "readyReplicas") == replicas && Found.Number(deployment, "status", "updatedReplicas") == replicas
            && Found.Number(deployment, "status", "replicas") == replicas;
        return isTold ? null : $"{replicas} ready replicas in the status of {deployment}";
    }

    private static string Words(JsonElement pod) =>
        $"{Found.NameOf(pod)} {Found.TemplateOf(pod)} on {Found.NodeOf(pod) ?? $"no node ({Found.WhyUnbound(pod) ?? "not looked for"})"} {Found.PhaseOf(pod)}{(Found.IsTerminating(pod) ? " terminating" : "")}";
}
