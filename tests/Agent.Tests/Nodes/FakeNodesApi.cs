using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace CloudOrchestrator.Agent.Tests.Nodes;

/// <summary>An API in this process that has one node at most, keeps what it is asked, and can be away.</summary>
internal sealed class FakeNodesApi(TimeProvider time) : DelegatingHandler
{
    private readonly Lock _lock = new();
    private readonly List<Request> _requests = [];
    private JsonNode? _node;
    private bool _isAway;

    /// <summary>What was asked, answered or not.</summary>
    /// <param name="At">When, by the clock of the test.</param>
    /// <param name="What">Such as <c>PATCH /api/v1/nodes/node-1/status</c>.</param>
    /// <param name="Ready">The Ready condition of a status, or null.</param>
    /// <param name="Conditions">All conditions without their times.</param>
    public sealed record Request(DateTimeOffset At, string What, string? Ready, string Conditions);

    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public IReadOnlyList<Request> Statuses => [.. Requests.Where(request => request.What.EndsWith("/status", StringComparison.Ordinal))];

    public V1Node? Node
    {
        get
        {
            lock (_lock)
            {
                return _node is null ? null : KubernetesJson.Deserialize<V1Node>(_node.ToJsonString());
            }
        }

        set
        {
            lock (_lock)
            {
                _node = value is null ? null : JsonNode.Parse(KubernetesJson.Serialize(value));
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
            }
        }
    }

    public Kubernetes CreateClient() => new(new KubernetesClientConfiguration { Host = "http://api.invalid" }, this);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
        lock (_lock)
        {
            var what = $"{request.Method} {request.RequestUri!.AbsolutePath}";
            var conditions = (body?["status"]?["conditions"] as JsonArray)?.Select(condition => $"{condition!["type"]}={condition["status"]} {condition["message"]}").ToList() ?? [];
            _requests.Add(new Request(time.GetUtcNow(), what, conditions.Find(condition => condition.StartsWith("Ready=", StringComparison.Ordinal)), string.Join(", ", conditions)));
            if (_isAway)
            {
                throw new HttpRequestException("The API is away.");
            }

            var (status, answer) = AnswerNeedsLock(request.Method.Method, body);
            return new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        }
    }

    private (HttpStatusCode Status, string Body) AnswerNeedsLock(string method, JsonNode? body)
    {
        if (method == "POST")
        {
            _node = body!.DeepClone();
            return (HttpStatusCode.Created, _node.ToJsonString());
        }

        if (_node is null)
        {
            return (HttpStatusCode.NotFound, """{"kind":"Status","code":404}""");
        }

        _node = method == "PATCH" ? Merged(_node, body!) : _node;
        return (HttpStatusCode.OK, _node.ToJsonString());
    }

    /// <summary>RFC 7396.</summary>
    private static JsonNode Merged(JsonNode? target, JsonNode patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch.DeepClone();
        }

        var merged = target as JsonObject ?? [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = Merged(merged[name], change).DeepClone();
            }
        }

        return merged;
    }
}
