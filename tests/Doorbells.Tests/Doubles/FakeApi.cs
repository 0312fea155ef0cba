using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;
using System.Web;
using k8s;
using k8s.Models;

namespace CloudOrchestrator.Doorbells.Tests.Doubles;

/// <summary>An API in this process that has one node's pods and its lease. It can be away, and then ends its watches.</summary>
public sealed class FakeApi : DelegatingHandler
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, V1Pod> _pods = [];
    private readonly List<(long Revision, string Line)> _history = [];
    private readonly List<Channel<string>> _watchers = [];
    private V1Lease? _lease;
    private long _revision = 1;
    private bool _isAway;

    /// <summary>When the pods were listed, answered or not, by the clock of the test.</summary>
    public ConcurrentQueue<DateTimeOffset> Lists { get; } = [];

    /// <summary>Called at each list of the pods (false) and each watch (true) before it is answered; what it throws is how the request fails.</summary>
    public Action<bool>? Asked { get; set; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The node's name, as the requests must have it.</summary>
    public required string NodeName { get; init; }

    public V1Lease? Lease
    {
        get
        {
            lock (_lock)
            {
                return _lease;
            }
        }
    }

    public bool IsAway
    {
        set
        {
            lock (_lock)
            {
                _isAway = value;
                _watchers.ForEach(watcher => watcher.Writer.TryComplete(value ? new IOException("The connection was cut.") : null));
                _watchers.Clear();
            }
        }
    }

    public Kubernetes CreateClient() => new(new KubernetesClientConfiguration { Host = "http://api.invalid" }, this);

    /// <summary>Makes or changes a pod. Answers its revision.</summary>
    public string Put(string name)
    {
        lock (_lock)
        {
            var isNew = !_pods.ContainsKey(name);
            var pod = _pods[name] = new V1Pod
            {
                ApiVersion = "v1",
                Kind = "Pod",
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = name, ResourceVersion = Next() },
                Spec = new V1PodSpec { NodeName = NodeName, Containers = [] },
            };
            SayNeedsLock(isNew ? "ADDED" : "MODIFIED", pod);
            return pod.Metadata.ResourceVersion;
        }
    }

    public void Delete(string name)
    {
        lock (_lock)
        {
            _pods.Remove(name, out var pod);
            pod!.Metadata.ResourceVersion = Next();
            SayNeedsLock("DELETED", pod);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await AnswerAsync(request, cancellationToken);
        answer.RequestMessage = request;
        return answer;
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var path = request.RequestUri.AbsolutePath;
        var isPods = path == "/api/v1/pods" && query["fieldSelector"] == $"spec.nodeName={NodeName}";
        if (isPods)
        {
            Asked?.Invoke(query["watch"] == "true");
        }

        lock (_lock)
        {
            if (isPods && query["watch"] != "true")
            {
                Lists.Enqueue(Time.GetUtcNow());
            }

            if (_isAway)
            {
                throw new HttpRequestException("The API is away.");
            }

            return isPods && query["watch"] == "true" ? WatchNeedsLock(long.Parse(query["resourceVersion"]!, null))
                : isPods ? Answer(HttpStatusCode.OK, KubernetesJson.Serialize(new V1PodList { ApiVersion = "v1", Kind = "PodList", Metadata = new V1ListMeta { ResourceVersion = Text(_revision) }, Items = [.. _pods.Values] }))
                : path.StartsWith("/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases", StringComparison.Ordinal) ? LeaseNeedsLock(request.Method, body)
                : Answer(HttpStatusCode.BadRequest, $$"""{"kind":"Status","message":"{{request.Method}} {{path}} is not expected here"}""");
        }
    }

    private HttpResponseMessage WatchNeedsLock(long from)
    {
        var lines = Channel.CreateUnbounded<string>();
        foreach (var (_, line) in _history.Where(entry => entry.Revision > from))
        {
            lines.Writer.TryWrite(line);
        }

        _watchers.Add(lines);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new LineStream(lines.Reader)) };
    }

    private HttpResponseMessage LeaseNeedsLock(HttpMethod method, string body)
    {
        if (method == HttpMethod.Get)
        {
            return _lease is null ? Answer(HttpStatusCode.NotFound, """{"kind":"Status","code":404}""") : Answer(HttpStatusCode.OK, KubernetesJson.Serialize(_lease));
        }

        var lease = KubernetesJson.Deserialize<V1Lease>(body);
        if (_lease?.Metadata.ResourceVersion != lease.Metadata.ResourceVersion)
        {
            return Answer(HttpStatusCode.Conflict, """{"kind":"Status","code":409}""");
        }

        lease.Metadata.ResourceVersion = Next();
        _lease = lease;
        return Answer(method == HttpMethod.Post ? HttpStatusCode.Created : HttpStatusCode.OK, KubernetesJson.Serialize(lease));
    }

    private void SayNeedsLock(string type, V1Pod pod)
    {
        var line = $$"""{"type":"{{type}}","object":{{KubernetesJson.Serialize(pod)}}}""" + "\n";
        _history.Add((_revision, line));
        _watchers.ForEach(watcher => watcher.Writer.TryWrite(line));
    }

    private string Next() => Text(++_revision);

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static HttpResponseMessage Answer(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}
