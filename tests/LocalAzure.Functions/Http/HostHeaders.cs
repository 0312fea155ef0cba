using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>The headers that the host puts on a call, in the place of whatever the client sent by their names.</summary>
internal sealed class HostHeaders(ProxiedCall call) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Options.Set(ProxiedCall.Key, call);
        var id = call.Invocation.Id.ToString();
        var headers = proxyRequest.Headers;
        // The destination's: 127.0.0.1 and the port.
        headers.Host = null;
        headers.Remove("TE");
        Set("X-Azure-Functions-HostVersion", HostVersion.Number);
        Set("X-Azure-Functions-InvocationId", id);
        Set("x-ms-invocation-id", id);
        Set("X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1");
        Set("X-Forwarded-Host", httpContext.Request.Host.Value!);
        Set("X-Forwarded-Proto", httpContext.Request.Scheme);

        void Set(string name, string value)
        {
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, value);
        }
    }
}
