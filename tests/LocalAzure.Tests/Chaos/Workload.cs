using System.Net;
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
    private static readonly string[] Names = ["web", "api", "old"];
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);

    private readonly Cluster _cluster;
    private readonly Random _random;
    private readonly int _seed;
    private readonly Judge _judge;
    private readonly List<ConfigWriter> _writers;

    private Workload(Cluster cluster, int seed)
    {
        (_cluster, _seed, _random) = (cluster, seed, new Random(seed));
        _judge = new Judge(cluster.Http);
        _writers = [.. Enumerable.Range(0, 4).Select(number => new ConfigWriter(cluster.Http, $"counter-{number}"))];
    }

    /// <summary>Writes that were acknowledged.</summary>
    public int Acknowledged => _writers.Sum(writer => writer.Acknowledged);

    /// <summary>On two nodes, with every Deployment there once.</summary>
    public static async Task<Workload> StartAsync(Cluster cluster, int seed)
    {
        await cluster.JoinAsync("node-1");
        await cluster.JoinAsync("node-2");
        var workload = new Workload(cluster, seed);
        foreach (var name in Names)
        {
            await workload.DeclareAsync(name, 2, "first");
        }

        return workload;
    }

    /// <summary>Goes on until told to end.</summary>
    public Task RunAsync(CancellationToken end) => Task.WhenAll([ChangeAsync(end), .. _writers.Select(writer => writer.RunAsync(end))]);

    /// <summary>Declares a last state and waits for it; then judges all that was seen.</summary>
    /// <param name="tick">Whether ticks come meanwhile, as they do each minute.</param>
    public async Task SettleAsync(bool tick = true)
    {
        await DeclareAsync("web", 3, "last");
        await DeclareAsync("api", 4, "last");
        await RemoveAsync("old");
        if (tick)
        {
            await Within.Nothing(async () => await _cluster.TickAsync() ? null : "a tick that succeeds", _cluster.LastWords);
        }

        await Within.Nothing(Missing, () => $"(seed {_seed})\n{_cluster.LastWords()}");
        foreach (var writer in _writers)
        {
            Assert.True(await writer.CheckAsync() is null, $"{writer.Fault} (seed {_seed})");
        }

        // A watch may lag behind, and what was wrong stays so.
        await Within.Nothing(() => _judge.Verdict() is { Count: > 0 } faults ? $"a clean verdict: {string.Join('\n', faults)}" : null, () => $"(seed {_seed})");
    }

    public ValueTask DisposeAsync() => _judge.DisposeAsync();

    private async Task ChangeAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var name = Names[_random.Next(Names.Length)];
            var template = $"t{_random.Next(3)}";
            await (_random.Next(5) == 0
                ? TryAsync(() => _cluster.Http.DeleteAsync(new Uri($"{Deployments}/{name}", UriKind.Relative), Within.Test))
                : TryAsync(() => ApplyAsync(name, _random.Next(ReplicasMax + 1), template)));
            await Task.Delay(PauseMin * (1 + _random.Next(4)), Within.Test);
        }
    }

    private Task DeclareAsync(string name, int replicas, string template) =>
        Within.Nothing(async () => (int?)await TryAsync(() => ApplyAsync(name, replicas, template)) is 200 or 201 ? null : $"the answer to declaring {name}", _cluster.LastWords);

    private Task RemoveAsync(string name) => Within.Nothing(async () =>
        await TryAsync(() => _cluster.Http.DeleteAsync(new Uri($"{Deployments}/{name}", UriKind.Relative), Within.Test)) == HttpStatusCode.NotFound ? null : $"the end of {name}", _cluster.LastWords);

    /// <summary>Made where it is not there.</summary>
    private async Task<HttpResponseMessage> ApplyAsync(string name, int replicas, string template)
    {
        var labels = new JsonObject { ["app"] = name };
        var document = new JsonObject
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
        using var patch = new StringContent(document.ToJsonString(), Encoding.UTF8, "application/merge-patch+json");
        var patched = await _cluster.Http.PatchAsync(new Uri($"{Deployments}/{name}", UriKind.Relative), patch, Within.Test);
        if (patched.StatusCode != HttpStatusCode.NotFound)
        {
            return patched;
        }

        patched.Dispose();
        using var whole = new StringContent(document.ToJsonString(), Encoding.UTF8, "application/json");
        return await _cluster.Http.PostAsync(new Uri(Deployments, UriKind.Relative), whole, Within.Test);
    }

    private static async Task<HttpStatusCode?> TryAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using var answer = await send().Comes("an answer");
            return answer.StatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>What the last declared state lacks, or has too much; null if nothing.</summary>
    private string? Missing()
    {
        var (sets, pods) = (_judge.ReplicaSets.Objects, _judge.Pods.Objects);
        if (sets.Any(set => AppOf(set) == "old") || pods.Any(pod => AppOf(pod) == "old"))
        {
            return "the end of all that belongs to old";
        }

        foreach (var (name, replicas) in new[] { ("web", 3), ("api", 4) })
        {
            var own = pods.Where(pod => AppOf(pod) == name).ToList();
            var good = own.Count(pod => TemplateOf(pod) == "last" && Judge.NodeOf(pod) is not null && Judge.PhaseOf(pod) == "Running" && !Judge.IsTerminating(pod));
            if (good != replicas || own.Count != replicas)
            {
                return $"{name} with {replicas} pods: it has {own.Count}, {good} of them run as declared ({string.Join(", ", own.Select(Words))})";
            }
        }

        return null;
    }

    private static string Words(JsonElement pod) =>
        $"{pod.GetProperty("metadata").GetProperty("name").GetString()} {TemplateOf(pod)} on {Judge.NodeOf(pod) ?? "no node"} {Judge.PhaseOf(pod)}{(Judge.IsTerminating(pod) ? " terminating" : "")}";

    private static string? AppOf(JsonElement item) => item.GetProperty("metadata").TryGetProperty("labels", out var labels) && labels.TryGetProperty("app", out var app) ? app.GetString() : null;

    private static string? TemplateOf(JsonElement pod) =>
        pod.GetProperty("metadata").TryGetProperty("annotations", out var annotations) && annotations.TryGetProperty("template", out var template) ? template.GetString() : null;
}
