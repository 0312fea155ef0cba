using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>Answers a container's log, which only the node's agent has.</summary>
internal sealed class LogHandler(IResourceClient resources, NodeLogClient nodes, ApiServerOptions server, TimeProvider time, ILogger<LogHandler> logger) : IResourceHandler
{
    /// <summary>Most characters of an agent's refusal passed on.</summary>
    private const int MessageLengthMax = 4096;

    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        var (options, fault) = LogOptions.Read(request);
        if (options is null)
        {
            return WriteAnswers.Refused(request, fault!);
        }

        if (await resources.GetAsync(request.Kind, request.Name, request.Aborted) is not { } item)
        {
            return WriteAnswers.Refused(request, RefusalStatus.Of(new Refusal.NotFound(request.Kind.QualifiedResource, request.Info.Name)));
        }

        var pod = item.Parse();
        var (container, wrong) = LogTarget.Choose(pod, request.Query.Text("container"));
        if (container is null)
        {
            return WriteAnswers.Refused(request, ApiStatuses.BadRequest(wrong!));
        }

        // A pod that no node has been chosen for has no log yet.
        return pod.Text("spec", "nodeName") is { Length: > 0 } node
            ? await FetchAsync(request, node, container, options)
            : new TextAnswer(StatusCodes.Status200OK, "");
    }

    private async Task<IResult> FetchAsync(ResourceRequest request, string node, string container, LogOptions options)
    {
        if (await resources.GetAsync(CoreKinds.Nodes, new ObjectName("", node), request.Aborted) is not { } item)
        {
            return WriteAnswers.Refused(request, RefusalStatus.Of(new Refusal.NotFound("nodes", node)));
        }

        if (Address(item.Parse(), request, container, options) is not { } address)
        {
            return WriteAnswers.Refused(request, ApiStatuses.Unavailable($"node {node} has not said where its logs are to be had"));
        }

        // What is not followed ends by itself.
        var bound = options.Follow
            ? new LogBound(request.Aborted, server.LogDurationMax, server.LogSilenceMax, time)
            : new LogBound(request.Aborted, null, null, time);
        IResult? answer = null;
        try
        {
            return answer = await FetchAsync(request, node, address, bound);
        }
        finally
        {
            if (answer is not LogAnswer)
            {
                bound.Dispose();
            }
        }
    }

    private async Task<IResult> FetchAsync(ResourceRequest request, string node, Uri address, LogBound bound)
    {
        try
        {
            var source = await nodes.GetAsync(address, bound.Ended);
            return source.StatusCode == HttpStatusCode.OK ? new LogAnswer(source, bound) : await RefusedAsync(request, source);
        }
        catch (OperationCanceledException) when (bound.IsOver && !request.Aborted.IsCancellationRequested)
        {
            return new TextAnswer(StatusCodes.Status200OK, "");
        }
        catch (NodeTrustException fault)
        {
            Log.NodeTrustMissing(logger, node, fault);
            return WriteAnswers.Refused(request, ApiStatuses.Unavailable(fault.Message));
        }
        catch (HttpRequestException unreachable)
        {
            Log.NodeUnreachable(logger, node, address.Authority, unreachable);
            return WriteAnswers.Refused(request, ApiStatuses.Unavailable($"Get \"{address}\": node {node} cannot be reached"));
        }
    }

    /// <summary>Where the node's agent listens.</summary>
    private static Uri? Address(JsonObject node, ResourceRequest request, string container, LogOptions options)
    {
        var host = node.Objects("status", "addresses").FirstOrDefault(address => address.Text("type") == "InternalIP").Text("address");
        var port = node.Integer("status", "daemonEndpoints", "kubeletEndpoint", "Port");
        if (!IPAddress.TryParse(host, out var ip) || port is not (> 0 and <= ushort.MaxValue))
        {
            return null;
        }

        var endpoint = new IPEndPoint(ip, (int)port.Value).ToString();
        var path = string.Create(CultureInfo.InvariantCulture, $"{request.Info.Namespace}/{request.Info.Name}/{Uri.EscapeDataString(container)}");
        return new Uri($"https://{endpoint}/containerLogs/{path}?{options.Query}");
    }

    /// <summary>What the agent refuses for is told in its own words; it knows the container's state.</summary>
    private static async Task<IResult> RefusedAsync(ResourceRequest request, HttpResponseMessage source)
    {
        using var _ = source;
        var text = (await source.Content.ReadAsStringAsync(request.Aborted)).Trim();
        var message = Message(text.Length > MessageLengthMax ? text[..MessageLengthMax] : text);
        return WriteAnswers.Refused(request, source.StatusCode switch
        {
            HttpStatusCode.NotFound => new ApiStatus(404, "NotFound", message),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => ApiStatuses.BadRequest(message),
            _ => ApiStatuses.Unavailable(message),
        });
    }

    private static string Message(string text)
    {
        try
        {
            return JsonNode.Parse(text).Text("message") ?? text;
        }
        catch (JsonException)
        {
            return text.Length > 0 ? text : "the node refused to give the log";
        }
    }
}
