using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace CloudOrchestrator.Clients.Tests.Informers;

/// <summary>What users of the .NET client write: a list, and watches from where the last one broke off.</summary>
internal sealed class LibraryInformer : Informer
{
    private const string Selector = "seen=yes";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, string> _known = [];
    private readonly Kubernetes _client;
    private readonly string _namespace;
    private readonly Task _running;
    private string _said = "";

    public LibraryInformer(string kubeconfig, string ns)
    {
        _client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        _namespace = ns;
        _running = Task.Run(RunAsync);
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _stop.Dispose();
    }

    protected override string Said() => _said;

    private async Task RunAsync()
    {
        string? version = null;
        var isExpired = false;
        while (true)
        {
            (version, isExpired) = (isExpired ? null : version, false);
            try
            {
                version ??= await ListAsync();
                await foreach (var (type, item) in _client.CoreV1.WatchListNamespacedConfigMapAsync(
                    _namespace, labelSelector: Selector, resourceVersion: version, timeoutSeconds: 1, onError: fault => isExpired |= IsExpired(fault), cancellationToken: _stop.Token))
                {
                    version = item.ResourceVersion();
                    Learn(type, item);
                }
            }
            catch (Exception fault) when (!_stop.IsCancellationRequested)
            {
                _said = $"{fault}";
                isExpired |= IsExpired(fault);
                await Task.Delay(RetryAfter, _stop.Token);
            }
        }
    }

    /// <summary>All that is there, as if it had been watched.</summary>
    private async Task<string> ListAsync()
    {
        var list = await _client.CoreV1.ListNamespacedConfigMapAsync(_namespace, labelSelector: Selector, cancellationToken: _stop.Token);
        foreach (var item in list.Items.OrderBy(item => long.Parse(item.ResourceVersion(), null)).Where(item => _known.GetValueOrDefault(item.Name()) != item.ResourceVersion()))
        {
            Learn(_known.ContainsKey(item.Name()) ? WatchEventType.Modified : WatchEventType.Added, item);
        }

        return list.ResourceVersion();
    }

    private void Learn(WatchEventType type, V1ConfigMap item)
    {
        if (type == WatchEventType.Deleted)
        {
            _known.Remove(item.Name());
            See($"delete {item.Name()}");
        }
        else
        {
            _known[item.Name()] = item.ResourceVersion();
            See($"{(type == WatchEventType.Added ? "add" : "update")} {item.Name()} {item.ResourceVersion()}");
        }
    }

    private static bool IsExpired(Exception fault) =>
        fault is KubernetesException { Status.Code: (int)HttpStatusCode.Gone } or HttpOperationException { Response.StatusCode: HttpStatusCode.Gone };
}
