using System.Net;
using Azure;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.FakeAzureStorage.Listening;

/// <summary>
/// The way to a <see cref="FakeStorage"/> from another process: loopback HTTP, one listener for each instance, so that faults and counts
/// tell instances apart. A reset is a connection that is really cut.
/// </summary>
public sealed class FakeStorageListener : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly RequestCourse _course;
    private readonly string _instance;
    private readonly string _account;
    private int _tablePort;

    private FakeStorageListener(WebApplication server, RequestCourse course, string instance, string account)
    {
        _server = server;
        _course = course;
        _instance = instance;
        _account = account;
    }

    /// <summary>Such as <c>http://127.0.0.1:34567/fakestorage</c>.</summary>
    public Uri TableEndpoint { get; private set; } = null!;

    /// <summary>Such as <c>http://127.0.0.1:34568/fakestorage</c>.</summary>
    public Uri BlobEndpoint { get; private set; } = null!;

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={_account};AccountKey={FakeStorage.AnyKey};TableEndpoint={TableEndpoint};BlobEndpoint={BlobEndpoint};";

    internal static async Task<FakeStorageListener> StartAsync(RequestCourse course, string instance, string account, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var listener = new FakeStorageListener(builder.Build(), course, instance, account);
        listener._server.Run(listener.ServeAsync);
        await listener._server.StartAsync(cancellationToken);
        var addresses = listener._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address)).ToList();
        listener._tablePort = addresses[0].Port;
        listener.TableEndpoint = new Uri(addresses[0], account);
        listener.BlobEndpoint = new Uri(addresses[1], account);
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that are held for good must not hold the end of the test.
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _server.StopAsync(atOnce.Token);
        await _server.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        try
        {
            var request = await ReadAsync(context);
            var answer = await _course.SendAsync(request).WaitAsync(context.RequestAborted);
            await WriteAsync(context, answer);
        }
        catch (Exception lost) when (lost is RequestFailedException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task<StorageRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new StorageRequest(_instance, context.Request.Method, AddressOf(context), headers, body.ToArray());
    }

    /// <summary>The address as the account's own host would have it: the port says which service is meant.</summary>
    private Uri AddressOf(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var pathStart = target.IndexOf('/', 1);
        var account = (pathStart < 0 ? target : target[..pathStart]).Trim('/');
        var suffix = context.Connection.LocalPort == _tablePort ? RequestAddress.TableSuffix : RequestAddress.BlobSuffix;
        return new Uri($"https://{account}{suffix}{(pathStart < 0 ? "/" : target[pathStart..])}");
    }

    private static async Task WriteAsync(HttpContext context, StorageAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Body.Length > 0)
        {
            // Where fewer bytes are written than were promised, the server itself closes the connection.
            context.Response.ContentLength = answer.Body.Length;
            await context.Response.Body.WriteAsync(answer.IsCut ? answer.Body[..(answer.Body.Length / 2)] : answer.Body, context.RequestAborted);
        }
    }
}
