using System.Diagnostics;
using System.Net;
using CloudOrchestrator.Azurite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.FunctionsApp.Counting;

/// <summary>The storage account's services at three more ports, where one source's requests are counted and passed on as they are.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private static readonly string[] HopByHop = ["Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Expect"];

    private readonly List<WebApplication> _servers = [];
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null });
    private readonly StorageCounts _counts;
    private readonly string _source;

    private CountingProxy(StorageCounts counts, string source)
    {
        _counts = counts;
        _source = source;
    }

    /// <summary>The account, at the proxy's ports.</summary>
    public string ConnectionString { get; private set; } = "";

    public static async Task<CountingProxy> StartAsync(AzuriteServer azurite, StorageCounts counts, string source)
    {
        var proxy = new CountingProxy(counts, source);
        var tables = await proxy.ListenAsync("tables", azurite.TableEndpoint);
        var blobs = await proxy.ListenAsync("blobs", azurite.BlobEndpoint);
        var queues = await proxy.ListenAsync("queues", azurite.QueueEndpoint);
        proxy.ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={AzuriteServer.AccountName};AccountKey={azurite.AccountKey};"
            + $"BlobEndpoint={blobs};TableEndpoint={tables};QueueEndpoint={queues};";
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        foreach (var server in _servers)
        {
            await server.StopAsync(atOnce.Token);
            await server.DisposeAsync();
        }

        _client.Dispose();
    }

    private async Task<Uri> ListenAsync(string service, Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var server = builder.Build();
        _servers.Add(server);
        server.Run(http => ForwardAsync(http, service, target));
        await server.StartAsync();
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new Uri(new Uri(address), target.AbsolutePath);
    }

    /// <summary>The target's text is passed on letter by letter: it is signed.</summary>
    private async Task ForwardAsync(HttpContext http, string service, Uri target)
    {
        var raw = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        using var request = new HttpRequestMessage(
            new HttpMethod(http.Request.Method),
            new Uri(target.GetLeftPart(UriPartial.Authority) + raw, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(http.Request.Body);
            request.Content.Headers.ContentLength = http.Request.ContentLength;
        }
        else if (http.Request.ContentLength is 0)
        {
            request.Content = new ByteArrayContent([]);
        }

        foreach (var (name, values) in http.Request.Headers)
        {
            if (!HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase) && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        var began = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await _client.SendAsync(request, http.RequestAborted);
            await AnswerAsync(http.Response, answer, http.RequestAborted);
        }
        catch (Exception fault) when (fault is OperationCanceledException or HttpRequestException or IOException)
        {
            // Whoever asked, or the account, is gone.
            http.Abort();
        }

        var kind = StorageRequest.KindOf(service, http.Request.Method, raw);
        _counts.Answered(new StorageRequest(_source, service, kind), Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private static async Task AnswerAsync(HttpResponse response, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (!HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                response.Headers[name] = values.ToArray();
            }
        }

        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (body.Length > 0)
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, cancellationToken);
        }
    }
}
