using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using Microsoft.AspNetCore.Http.Features;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>A pod's logs, fetched from its node's own API.</summary>
internal sealed class LogHandler(IResourceClient client, ApiServerOptions options) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _nodes = Connect(options);

    public async Task GetAsync(ApiRequest request)
    {
        var item = await client.GetAsync(request.Kind, request.ObjectName, request.Http.RequestAborted).ConfigureAwait(false);
        if (item is null)
        {
            await StatusAnswer.WriteAsync(request.Http, new Refusal.NotFound("pods", request.Name)).ConfigureAwait(false);
            return;
        }

        var pod = item.Parse();
        if (!TryContainer(request, pod, out var container, out var problem))
        {
            await StatusAnswer.WriteAsync(request.Http, new Refusal.BadRequest(problem)).ConfigureAwait(false);
            return;
        }

        if (pod.Text("spec", "nodeName") is not { Length: > 0 } nodeName)
        {
            await StatusAnswer.WriteAsync(request.Http, new Refusal.BadRequest($"pod {request.Name} does not have a host assigned")).ConfigureAwait(false);
            return;
        }

        var node = (await client.GetAsync(BuiltInKinds.Nodes, new ObjectName("", nodeName), request.Http.RequestAborted).ConfigureAwait(false))?.Parse();
        var address = node.Objects("status", "addresses").FirstOrDefault(one => one.Text("type") == "InternalIP").Text("address");
        var port = node.Integer("status", "daemonEndpoints", "kubeletEndpoint", "Port");
        if (address is null || port is not > 0)
        {
            await StatusAnswer.WriteAsync(request.Http, StatusAnswer.Failure(500, "InternalError", $"the node {nodeName} has told no address to fetch logs from")).ConfigureAwait(false);
            return;
        }

        var url = $"https://{address}:{port}/containerLogs/{request.Namespace}/{request.Name}/{container}{request.Http.Request.QueryString}";
        await ProxyAsync(request, url, nodeName).ConfigureAwait(false);
    }

    public void Dispose() => _nodes.Dispose();

    private async Task ProxyAsync(ApiRequest request, string url, string nodeName)
    {
        var aborted = request.Http.RequestAborted;
        try
        {
            using var answer = await _nodes.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, aborted).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                var message = await answer.Content.ReadAsStringAsync(aborted).ConfigureAwait(false);
                var (code, reason) = (int)answer.StatusCode == 404 ? (404, "NotFound") : (400, "BadRequest");
                await StatusAnswer.WriteAsync(request.Http, StatusAnswer.Failure(code, reason, message)).ConfigureAwait(false);
                return;
            }

            request.Http.Response.ContentType = "text/plain";
            request.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await request.Http.Response.StartAsync(aborted).ConfigureAwait(false);
            var body = await answer.Content.ReadAsStreamAsync(aborted).ConfigureAwait(false);
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await body.ReadAsync(buffer, aborted).ConfigureAwait(false)) > 0)
            {
                await request.Http.Response.Body.WriteAsync(buffer.AsMemory(0, read), aborted).ConfigureAwait(false);
                await request.Http.Response.Body.FlushAsync(aborted).ConfigureAwait(false);
            }
        }
        catch (HttpRequestException fault)
        {
            if (!request.Http.Response.HasStarted)
            {
                await StatusAnswer.WriteAsync(request.Http, StatusAnswer.Failure(500, "InternalError", $"Get \"{new Uri(url).GetLeftPart(UriPartial.Path)}\": the node {nodeName} does not answer: {fault.Message}")).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // The node went away in the middle: what was sent stands.
        }
    }

    private static bool TryContainer(ApiRequest request, JsonObject pod, out string container, out string problem)
    {
        var (inits, mains) = (pod.Objects("spec", "initContainers").Select(one => one.Text("name")!).ToList(), pod.Objects("spec", "containers").Select(one => one.Text("name")!).ToList());
        container = request.Query("container");
        problem = "";
        if (container.Length == 0 && mains.Count == 1)
        {
            container = mains[0];
        }
        else if (container.Length == 0)
        {
            problem = $"a container name must be specified for pod {request.Name}, choose one of: [{string.Join(' ', mains)}]"
                + (inits.Count > 0 ? $" or one of the init containers: [{string.Join(' ', inits)}]" : "");
        }
        else if (!mains.Contains(container) && !inits.Contains(container))
        {
            problem = $"container {container} is not valid for pod {request.Name}";
        }

        return problem.Length == 0;
    }

    private static HttpClient Connect(ApiServerOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.NodeClientCertificate is { } own)
        {
            tls.ClientCertificates = [own];
        }

        if (options.NodeCertificateAuthority is { } authority)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.Add(authority);
        }

        return new HttpClient(new SocketsHttpHandler { SslOptions = tls, ConnectTimeout = ConnectTimeout, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
