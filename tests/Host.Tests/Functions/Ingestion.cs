using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Host.Tests.Functions;

/// <summary>An ingestion endpoint of Application Insights on loopback: it takes all and remembers it.</summary>
internal sealed class Ingestion : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StringBuilder _taken = new();

    private Ingestion(WebApplication app)
    {
        _app = app;
    }

    /// <summary>All that was sent, in the order of its coming.</summary>
    public string Taken
    {
        get
        {
            lock (_taken)
            {
                return _taken.ToString();
            }
        }
    }

    /// <summary>Names this endpoint.</summary>
    public string ConnectionString =>
        $"InstrumentationKey=00000000-0000-0000-0000-000000000009;IngestionEndpoint={_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}";

    public static async Task<Ingestion> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var ingestion = new Ingestion(app);
        app.Run(ingestion.TakeAsync);
        await app.StartAsync();
        return ingestion;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        await using var body = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        using var reader = new StreamReader(body);
        var text = await reader.ReadToEndAsync();
        lock (_taken)
        {
            _taken.Append(text);
        }

        var items = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"itemsReceived":{{items}},"itemsAccepted":{{items}},"errors":[]}""");
    }
}
