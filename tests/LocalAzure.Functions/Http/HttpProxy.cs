using System.Net;
using CloudOrchestrator.LocalAzure.Functions.Apps;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Functions.Processes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>Passes HTTP to a handler, as the host's <c>enableProxyingHttpRequest</c> does: unbuffered both ways.</summary>
internal sealed class HttpProxy : IDisposable
{
    private static readonly ForwarderRequestConfig Config = new()
    {
        // The byte watch counts in its place, on the clock that is passed in.
        ActivityTimeout = TimeSpan.FromDays(20),
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private readonly IHttpForwarder _forwarder;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _client;

    public HttpProxy(IHttpForwarder forwarder, int attemptsMax, TimeProvider time)
    {
        _forwarder = forwarder;
        _time = time;
        _client = new HttpMessageInvoker(new ReplayHandler(attemptsMax, time, new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        }));
    }

    public void Dispose() => _client.Dispose();

    public async Task ForwardAsync(HttpContext context, ScaleGroup group, HttpFunction function)
    {
        using var invocation = group.Begin(function);
        using var watch = new ByteWatch(_time);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, invocation.Cut, watch.Silence);
        try
        {
            await invocation.BeginAsync(cut.Token);
            if (await SendAsync(context, invocation, watch, cut.Token) == ForwarderError.None)
            {
                invocation.Succeed();
                return;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or HandlerFailedException)
        {
            invocation.Instance.Log.Write("host", $"{function.Name} {invocation.Id} got no handler: {exception.Message}");
        }

        if (context.RequestAborted.IsCancellationRequested && invocation.Reason == CutReason.None)
        {
            // Whoever asked has gone: a watch ends so, and it is no failure.
            invocation.Succeed();
        }

        Break(context, invocation);
    }

    private async Task<ForwarderError> SendAsync(HttpContext context, Invocation invocation, ByteWatch watch, CancellationToken cancellationToken)
    {
        var mayReplay = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true;
        context.Request.Body = new WatchedStream(context.Request.Body, watch);
        context.Response.Body = new WatchedStream(context.Response.Body, watch);
        var handler = new HostHeaders(new ProxiedCall(invocation, mayReplay));
        var error = await _forwarder.SendAsync(context, $"http://127.0.0.1:{invocation.Instance.Handler.Port}", _client, Config, handler, cancellationToken);
        if (error != ForwarderError.None)
        {
            var why = context.GetForwarderErrorFeature()?.Exception;
            invocation.Instance.Log.Write("host", $"{context.Request.Method} {context.Request.Path} {invocation.Id} failed: {error}: {why?.GetBaseException().Message}");
        }

        return error;
    }

    /// <summary>500 if the client has seen nothing yet, or 502 of the front end if the machine is gone; else its connection is cut.</summary>
    private static void Break(HttpContext context, Invocation invocation)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = invocation.Reason == CutReason.InstanceGone
            ? StatusCodes.Status502BadGateway
            : StatusCodes.Status500InternalServerError;
    }
}
