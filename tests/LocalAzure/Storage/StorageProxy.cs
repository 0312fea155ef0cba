using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace CloudOrchestrator.LocalAzure.Storage;

/// <summary>Stands between an app and its storage account: counts the calls, and lets happen to them what a test asks for.</summary>
/// <remarks>Signatures cover the path and not the host, so that they hold on both sides.</remarks>
public sealed class StorageProxy : IAsyncDisposable
{
    private static readonly ForwarderRequestConfig Config = new() { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private readonly WebApplication _server;
    private readonly Dictionary<int, (StorageService Service, string Account)> _accounts = [];
    private readonly ConcurrentQueue<StorageCall> _calls = new();
    private readonly IHttpForwarder _forwarder;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });

    private readonly Action<StorageCall, TimeSpan>? _answered;

    private StorageProxy(WebApplication server, int seed, Action<StorageCall, TimeSpan>? answered)
    {
        _server = server;
        _answered = answered;
        _forwarder = server.Services.GetRequiredService<IHttpForwarder>();
        Faults = new StorageFaults(seed);
    }

    /// <summary>The account as it is reached through this proxy.</summary>
    public string ConnectionString { get; private set; } = "";

    public StorageFaults Faults { get; }

    /// <param name="connectionString">The account's, with its three endpoints.</param>
    /// <param name="seed">Of what is random.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="answered">Told of each call that was answered, without its body, and how long that took; calls are then not kept. Null to keep them.</param>
    public static async Task<StorageProxy> StartAsync(string connectionString, int seed, CancellationToken cancellationToken, Action<StorageCall, TimeSpan>? answered = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            foreach (var _ in Enum.GetValues<StorageService>())
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });
        var proxy = new StorageProxy(builder.Build(), seed, answered);
        proxy._server.Run(proxy.ServeAsync);
        await proxy._server.StartAsync(cancellationToken);
        proxy.Learn(connectionString);
        return proxy;
    }

    /// <summary>The calls since they were last taken.</summary>
    public IReadOnlyList<StorageCall> TakeCalls()
    {
        var taken = new List<StorageCall>();
        while (_calls.TryDequeue(out var call))
        {
            taken.Add(call);
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _server.StopAsync(atOnce.Token);
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private void Learn(string connectionString)
    {
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        var addresses = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToList();
        foreach (var (service, address) in Enum.GetValues<StorageService>().Zip(addresses))
        {
            var endpoint = new Uri(parts[$"{service}Endpoint"]);
            _accounts[address.Port] = (service, endpoint.GetLeftPart(UriPartial.Authority));
            parts[$"{service}Endpoint"] = new Uri(address, endpoint.AbsolutePath).ToString();
        }

        ConnectionString = string.Concat(parts.Select(part => $"{part.Key}={part.Value};"));
    }

    private async Task ServeAsync(HttpContext context)
    {
        var (service, account) = _accounts[context.Connection.LocalPort];
        var call = await ReadAsync(context, service, withBody: _answered is null);
        if (_answered is null)
        {
            _calls.Enqueue(call);
        }

        var began = Stopwatch.GetTimestamp();
        var hold = Faults.HoldOf(call);
        if (hold is { Afterwards: false })
        {
            await hold.WaitAsync(call, context.RequestAborted);
        }

        var fate = Faults.Draw();
        switch (fate)
        {
            case StorageFaults.Fate.Busy:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers["x-ms-error-code"] = "ServerBusy";
                return;
            case StorageFaults.Fate.Lost:
                context.Abort();
                return;
            default:
                await _forwarder.SendAsync(context, account, _client, Config, new Passing(account, AnswerAsync));
                _answered?.Invoke(call, Stopwatch.GetElapsedTime(began));
                return;
        }

        async ValueTask<bool> AnswerAsync()
        {
            if (hold is { Afterwards: true })
            {
                await hold.WaitAsync(call, context.RequestAborted);
            }

            if (fate != StorageFaults.Fate.Unanswered)
            {
                return true;
            }

            context.Abort();
            return false;
        }
    }

    /// <summary>Bodies of tables are small, and what they say is wanted where calls are kept.</summary>
    private static async Task<StorageCall> ReadAsync(HttpContext context, StorageService service, bool withBody)
    {
        var target = Uri.UnescapeDataString(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var body = "";
        if (withBody && service == StorageService.Table && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            body = Uri.UnescapeDataString(await reader.ReadToEndAsync(context.RequestAborted));
            context.Request.Body.Position = 0;
        }

        return new StorageCall(service, context.Request.Method, target, body);
    }

    /// <summary>Every byte of the target as it came: it is signed.</summary>
    private sealed class Passing(string account, Func<ValueTask<bool>> answer) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            var target = httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            proxyRequest.RequestUri = new Uri(account + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            proxyRequest.Headers.Host = null;
        }

        public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken) =>
            await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken) && await answer();
    }
}
