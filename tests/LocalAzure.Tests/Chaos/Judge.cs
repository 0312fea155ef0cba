using System.Text.Json;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Watches whether anything is done twice: more pods of a ReplicaSet than it ever wanted, a pod bound a second time.</summary>
/// <remarks>ReplicaSets and pods have no common order, so a pod counts against the most that its ReplicaSet wanted at any time.</remarks>
internal sealed class Judge : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _wantedMax = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _activeMax = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _boundTo = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    public Judge(HttpClient client)
    {
        ReplicaSets = new ObjectLog(client, "/apis/apps/v1/namespaces/default/replicasets", LookAtReplicaSets);
        Pods = new ObjectLog(client, "/api/v1/namespaces/default/pods", LookAtPods);
    }

    public ObjectLog ReplicaSets { get; }

    public ObjectLog Pods { get; }

    /// <summary>All that must not have happened, and did. To be asked when all is quiet.</summary>
    public IReadOnlyList<string> Verdict()
    {
        lock (_lock)
        {
            return
            [
                .. _faults,
                .. ReplicaSets.Faults,
                .. Pods.Faults,
                .. from pair in _activeMax
                   where pair.Value > _wantedMax.GetValueOrDefault(pair.Key)
                   select $"ReplicaSet {pair.Key} had {pair.Value} active pods and never wanted more than {_wantedMax.GetValueOrDefault(pair.Key)}",
            ];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ReplicaSets.DisposeAsync();
        await Pods.DisposeAsync();
    }

    /// <summary>The uid of the ReplicaSet that owns a pod.</summary>
    public static string? OwnerOf(JsonElement item) =>
        item.GetProperty("metadata").TryGetProperty("ownerReferences", out var owners) ? owners[0].GetProperty("uid").GetString() : null;

    public static bool IsTerminating(JsonElement item) => item.GetProperty("metadata").TryGetProperty("deletionTimestamp", out _);

    public static string? NodeOf(JsonElement pod) => pod.GetProperty("spec").TryGetProperty("nodeName", out var node) ? node.GetString() : null;

    public static string? PhaseOf(JsonElement pod) => pod.TryGetProperty("status", out var status) && status.TryGetProperty("phase", out var phase) ? phase.GetString() : null;

    private void LookAtReplicaSets(IReadOnlyDictionary<string, JsonElement> all)
    {
        lock (_lock)
        {
            foreach (var (uid, set) in all)
            {
                _wantedMax[uid] = Math.Max(_wantedMax.GetValueOrDefault(uid), set.GetProperty("spec").GetProperty("replicas").GetInt32());
            }
        }
    }

    private void LookAtPods(IReadOnlyDictionary<string, JsonElement> all)
    {
        lock (_lock)
        {
            foreach (var (uid, pod) in all.Where(pair => NodeOf(pair.Value) is not null))
            {
                var node = NodeOf(pod)!;
                if (_boundTo.TryGetValue(uid, out var before) && before != node)
                {
                    _faults.Add($"pod {uid} was bound to {before} and then to {node}");
                }

                _boundTo[uid] = node;
            }

            foreach (var group in all.Values.Where(pod => !IsTerminating(pod)).GroupBy(OwnerOf).Where(group => group.Key is not null))
            {
                _activeMax[group.Key!] = Math.Max(_activeMax.GetValueOrDefault(group.Key!), group.Count());
            }
        }
    }
}
