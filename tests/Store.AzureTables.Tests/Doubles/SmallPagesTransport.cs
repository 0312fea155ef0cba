using Azure.Core;
using Azure.Core.Pipeline;

namespace CloudOrchestrator.Store.AzureTables.Tests.Doubles;

/// <summary>Makes the service answer queries in small pages, and lets something happen before each.</summary>
internal sealed class SmallPagesTransport(int rowsPerPage) : HttpPipelineTransport
{
    private readonly HttpClientTransport _inner = new();

    /// <summary>Called before each page with its number, counted from 0.</summary>
    public Func<int, Task> BeforePage { get; set; } = _ => Task.CompletedTask;

    public int Pages { get; private set; }

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Only asynchronous requests are paged.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        if (message.Request.Uri.Query.Contains("filter=", StringComparison.Ordinal))
        {
            message.Request.Uri.AppendQuery("$top", rowsPerPage.ToString());
            await BeforePage(Pages++);
        }

        await _inner.ProcessAsync(message);
    }
}
