using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace CloudOrchestrator.Store.AzureTables.Tests.Doubles;

/// <summary>Notes each request that really goes out, resends included.</summary>
internal sealed class CountingTransport : HttpPipelineTransport
{
    private readonly HttpClientTransport _inner = new();
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>The requests since the last call, in order.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (_requests.TryDequeue(out var request))
        {
            taken.Add(request);
        }

        return taken;
    }

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Only asynchronous requests are counted.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        _requests.Enqueue($"{message.Request.Method} {message.Request.Uri.ToUri().PathAndQuery}");
        await _inner.ProcessAsync(message);
    }
}
