using System.Net;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Functions.Triggers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>What clients and Event Grid reach: the platform's front end and the host's own endpoints.</summary>
/// <remarks>
/// 1. What is beyond a limit is refused. 2. The host answers what it keeps for itself. 3. A WebSocket is refused. 4. What no function takes
/// gets 404. 5. The rest is proxied to an instance.
/// </remarks>
internal sealed class FrontEnd : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpProxy _proxy;
    private readonly ScaleGroup? _group;
    private readonly EventGridWebhook _webhook;
    private readonly HttpRoutes _routes;

    private FrontEnd(WebApplication server, ScaleGroup? group, HttpRoutes routes, EventGridWebhook webhook, FunctionsHostOptions options)
    {
        _server = server;
        _group = group;
        _routes = routes;
        _webhook = webhook;
        _proxy = new HttpProxy(server.Services.GetRequiredService<IHttpForwarder>(), options.ReplayAttemptsMax, options.Time);
    }

    public Uri Address { get; private set; } = null!;

    public static async Task<FrontEnd> StartAsync(
        FunctionsHostOptions options, ScaleGroup? group, HttpRoutes routes, EventGridWebhook webhook, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        var front = new FrontEnd(builder.Build(), group, routes, webhook, options);
        front._server.Run(front.ServeAsync);
        await front._server.StartAsync(cancellationToken);
        front.Address = new Uri(front._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that are held must not hold the end.
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _server.StopAsync(atOnce.Token);
        await _server.DisposeAsync();
        _proxy.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, FunctionsHostOptions options)
    {
        kestrel.AddServerHeader = false;
        // What the platform limits is counted in RequestLimits: here there is room enough to count it.
        kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = 128 * 1024;
        kestrel.Limits.MaxRequestBodySize = RequestLimits.BodyBytesMax;
        // A body may come slowly.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
        {
            listen.Protocols = options.Certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            if (options.Certificate is not null)
            {
                listen.UseHttps(options.Certificate);
            }
        });
    }

    private async Task ServeAsync(HttpContext context)
    {
        // 1.
        if (RequestLimits.Refusal(context) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        // 2.
        var path = context.Request.Path;
        if (path.StartsWithSegments($"{HostPaths.Webhooks}/EventGrid", StringComparison.OrdinalIgnoreCase))
        {
            await _webhook.ServeAsync(context);
            return;
        }

        if (path.StartsWithSegments(HostPaths.Webhooks, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (HostPaths.Keeps(path))
        {
            HostPaths.Answer(context);
            return;
        }

        if (!context.Request.Host.HasValue)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        // 3.
        if (IsUpgrade(context))
        {
            context.Response.StatusCode = StatusCodes.Status501NotImplemented;
            return;
        }

        // 4.
        if (_group is null || _routes.Find(context.Request.Method, path) is not { } function)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // 5.
        await _proxy.ForwardAsync(context, _group, function);
    }

    /// <summary>To WebSocket or SPDY, which the proxy would pass on; h2c is merely not taken up.</summary>
    private static bool IsUpgrade(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
        && context.Request.Headers.Upgrade.Any(upgrade => !string.Equals(upgrade, "h2c", StringComparison.OrdinalIgnoreCase));
}
