using System.Text.Json;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>
/// Watches whether anything is done twice: more pods of a ReplicaSet than it ever wanted, two ReplicaSets of a Deployment for one template, a pod
/// bound a second time, a change told twice or not at all.
/// </summary>
/// <remarks>ReplicaSets and pods have no common order, so a pod counts against the most that its ReplicaSet wanted at any time.</remarks>
internal sealed class Judge : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _wantedMax = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _activeMax = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _boundTo = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faults = new(StringComparer.Ordinal);

    public Judge(HttpClient client)
    {
        Deployments = new ObjectLog(client, "/apis/apps/v1/namespaces/default/deployments", static _ => { });
        ReplicaSets = new ObjectLog(client, "/apis/apps/v1/namespaces/default/replicasets", LookAtReplicaSets);
        Pods = new ObjectLog(client, "/api/v1/namespaces/default/pods", LookAtPods);
    }

    public ObjectLog Deployments { get; }

    public ObjectLog ReplicaSets { get; }

    public ObjectLog Pods { get; }

    private IReadOnlyList<ObjectLog> Logs => [Deployments, ReplicaSets, Pods];

    /// <summary>Done when nothing can escape it any more.</summary>
    public Task WatchesAsync() => Task.WhenAll(Logs.Select(log => log.Listed));

    /// <summary>All that must not have happened, and did. To be asked when all is quiet.</summary>
    public IReadOnlyList<string> Verdict()
    {
        lock (_lock)
        {
            return
            [
                .. _faults,
                .. Logs.SelectMany(log => log.Faults),
                .. from pair in _activeMax
                   where pair.Value > _wantedMax.GetValueOrDefault(pair.Key)
                   select $"ReplicaSet {pair.Key} had {pair.Value} active pods and never wanted more than {_wantedMax.GetValueOrDefault(pair.Key)}",
            ];
        }
    }

    /// <summary>What differs between what was watched and what the app says now; null for nothing.</summary>
    public async Task<string?> CompareAsync()
    {
        foreach (var log in Logs)
        {
            if (await log.CompareAsync() is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var log in Logs)
        {
            await log.DisposeAsync();
        }
    }

    private void LookAtReplicaSets(IReadOnlyDictionary<string, JsonElement> all)
    {
        lock (_lock)
        {
            foreach (var (uid, set) in all)
            {
                _wantedMax[uid] = Math.Max(_wantedMax.GetValueOrDefault(uid), set.GetProperty("spec").GetProperty("replicas").GetInt32());
            }

            _faults.UnionWith(
                from set in all.Values
                where Found.OwnerOf(set) is not null
                group set by (Found.OwnerOf(set), Found.TemplateOf(set)) into same
                where same.Count() > 1
                select $"Deployment {same.Key} has ReplicaSets {string.Join(", ", same.Select(Found.NameOf))} for one template");
        }
    }

    private void LookAtPods(IReadOnlyDictionary<string, JsonElement> all)
    {
        lock (_lock)
        {
            foreach (var (uid, pod) in all)
            {
                if (Found.NodeOf(pod) is { } node && !_boundTo.TryAdd(uid, node) && _boundTo[uid] != node)
                {
                    _faults.Add($"pod {Found.NameOf(pod)} was bound to {_boundTo[uid]} and then to {node}");
                }
                else if (Found.NodeOf(pod) is null && _boundTo.TryGetValue(uid, out var before))
                {
                    _faults.Add($"pod {Found.NameOf(pod)} was bound to {before} and then to none");
                }
            }

            foreach (var group in all.Values.Where(pod => !Found.IsTerminating(pod)).GroupBy(Found.OwnerOf).Where(group => group.Key is not null))
            {
                _activeMax[group.Key!] = Math.Max(_activeMax.GetValueOrDefault(group.Key!), group.Count());
            }
        }
    }
}
