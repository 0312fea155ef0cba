using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Pods.Api;
using k8s;
using k8s.Models;

namespace CloudOrchestrator.Pods.Tests.Workers;

/// <summary>The API's part in a pod's life, in memory.</summary>
internal sealed class FakePodApi : IPodApi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, V1Pod> _pods = [];
    private readonly List<(Func<bool> Holds, TaskCompletionSource Met)> _waiting = [];
    private long _revision;

    /// <summary>The API does not answer.</summary>
    public bool Down { get; set; }

    /// <summary>Statuses written, oldest first.</summary>
    public List<V1PodStatus> Written { get; } = [];

    /// <summary>Told of each pod that is removed.</summary>
    public Action<V1Pod> Removed { get; set; } = _ => { };

    public V1Pod Put(V1Pod pod)
    {
        lock (_lock)
        {
            pod.Metadata.ResourceVersion = (++_revision).ToString(CultureInfo.InvariantCulture);
            _pods[pod.Metadata.Uid] = pod;
            return Copy(pod);
        }
    }

    public V1Pod Change(string uid, Action<V1Pod> change)
    {
        lock (_lock)
        {
            var pod = Copy(_pods[uid]);
            change(pod);
            return Put(pod);
        }
    }

    public V1Pod? Find(string uid)
    {
        lock (_lock)
        {
            return _pods.GetValueOrDefault(uid);
        }
    }

    public Task<ApiOutcome> PatchStatusAsync(V1Pod pod, JsonObject status, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Refuse(pod) is { } refusal)
            {
                return Task.FromResult(refusal);
            }

            var current = _pods[pod.Metadata.Uid];
            if (current.Metadata.ResourceVersion != pod.Metadata.ResourceVersion)
            {
                return Task.FromResult(new ApiOutcome(ApiOutcomeKind.Conflict, null, "changed"));
            }

            var document = JsonNode.Parse(KubernetesJson.Serialize(current))!.AsObject();
            var merged = document["status"]?.AsObject() ?? [];
            foreach (var (name, value) in status)
            {
                merged.Remove(name);
                if (value is not null)
                {
                    merged[name] = value.DeepClone();
                }
            }

            document["status"] = merged.DeepClone();
            var next = Put(KubernetesJson.Deserialize<V1Pod>(document.ToJsonString()));
            Written.Add(next.Status);
            Notify();
            return Task.FromResult(new ApiOutcome(ApiOutcomeKind.Done, next, ""));
        }
    }

    public Task<ApiOutcome> ReadAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Refuse(pod) ?? new ApiOutcome(ApiOutcomeKind.Done, Copy(_pods[pod.Metadata.Uid]), ""));
        }
    }

    public Task<ApiOutcome> DeleteAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Refuse(pod) is { } refusal)
            {
                return Task.FromResult(refusal);
            }

            _pods.Remove(pod.Metadata.Uid, out var removed);
            Removed(removed!);
            Notify();
            return Task.FromResult(new ApiOutcome(ApiOutcomeKind.Done, removed, ""));
        }
    }

    /// <summary>Waits until the API has heard what is expected.</summary>
    public async Task WaitAsync(Func<bool> holds, string expectation)
    {
        TaskCompletionSource met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (holds())
            {
                return;
            }

            _waiting.Add((holds, met));
        }

        try
        {
            await met.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"never came: {expectation}; the API has {string.Join("; ", _pods.Values.Select(pod => KubernetesJson.Serialize(pod.Status)))}");
        }
    }

    private ApiOutcome? Refuse(V1Pod pod) =>
        Down ? new ApiOutcome(ApiOutcomeKind.Failed, null, "the API is away")
        : _pods.ContainsKey(pod.Metadata.Uid) ? null
        : new ApiOutcome(ApiOutcomeKind.Gone, null, "gone");

    private void Notify()
    {
        foreach (var waiting in _waiting.Where(waiting => waiting.Holds()).ToList())
        {
            _waiting.Remove(waiting);
            waiting.Met.SetResult();
        }
    }

    private static V1Pod Copy(V1Pod pod) => KubernetesJson.Deserialize<V1Pod>(KubernetesJson.Serialize(pod));
}
