using Azure.Core;
using Azure.Core.Pipeline;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Transport;

/// <summary>What an SDK client of one instance sends its requests through.</summary>
internal sealed class FakeTransport(string instance, RequestCourse course) : HttpPipelineTransport
{
    /// <summary>Only made to hold a request; nothing is sent through it.</summary>
    private static readonly HttpClientTransport Requests = HttpClientTransport.Shared;

    public override Request CreateRequest() => Requests.CreateRequest();

    public override void Process(HttpMessage message) => ProcessAsync(message).AsTask().GetAwaiter().GetResult();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        message.CancellationToken.ThrowIfCancellationRequested();
        var request = await ReadAsync(message.Request, message.CancellationToken).ConfigureAwait(false);
        var answer = await course.SendAsync(request).WaitAsync(message.CancellationToken).ConfigureAwait(false);
        message.Response = new FakeResponse(answer, message.Request.ClientRequestId);
    }

    private async Task<StorageRequest> ReadAsync(Request request, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in request.Headers)
        {
            headers[header.Name] = header.Value;
        }

        ReadOnlyMemory<byte> body = default;
        if (request.Content is not null)
        {
            using var buffer = new MemoryStream();
            await request.Content.WriteToAsync(buffer, cancellationToken).ConfigureAwait(false);
            body = buffer.ToArray();
        }

        return new StorageRequest(instance, request.Method.Method, request.Uri.ToUri(), headers, body);
    }
}
