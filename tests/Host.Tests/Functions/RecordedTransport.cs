using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace CloudOrchestrator.Host.Tests.Functions;

/// <summary>What an SDK client sends its requests through: keeps them, and answers what the test says.</summary>
/// <param name="answer">Status and body by the request's number, from 0; a negative status is a connection that is refused.</param>
internal sealed class RecordedTransport(Func<int, RecordedRequest, (int Status, string Body)> answer) : HttpPipelineTransport
{
    private static readonly HttpClientTransport Requests = HttpClientTransport.Shared;
    private readonly ConcurrentQueue<RecordedRequest> _sent = new();
    private int _count;

    /// <summary>What was sent.</summary>
    public IReadOnlyList<RecordedRequest> Sent => [.. _sent];

    public override Request CreateRequest() => Requests.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        // Time-outs are not looked at: a slow machine must not make the SDK send once more.
        using var body = new MemoryStream();
        if (message.Request.Content is not null)
        {
            await message.Request.Content.WriteToAsync(body, CancellationToken.None);
        }

        var headers = message.Request.Headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
        var request = new RecordedRequest(message.Request.Method.Method, message.Request.Uri.ToUri(), headers, System.Text.Encoding.UTF8.GetString(body.ToArray()).TrimStart('\uFEFF'));
        _sent.Enqueue(request);
        var (status, text) = answer(Interlocked.Increment(ref _count) - 1, request);
        if (status < 0)
        {
            throw new RequestFailedException(0, "Connection refused\nand more lines", new HttpRequestException());
        }

        message.Response = new TextResponse(status, text, message.Request.ClientRequestId);
    }

    private sealed class TextResponse : Response
    {
        private readonly Dictionary<string, string> _headers;

        public TextResponse(int status, string body, string id)
        {
            (Status, ClientRequestId) = (status, id);
            ContentStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body));
            _headers = new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = body.StartsWith('<') ? "application/xml" : "text/plain" };
            if (status == 404)
            {
                _headers["x-ms-error-code"] = "QueueNotFound";
            }

            if (body.StartsWith("count=", StringComparison.Ordinal))
            {
                _headers["x-ms-approximate-messages-count"] = body[6..];
            }
        }

        public override int Status { get; }

        public override string ReasonPhrase => "";

        public override Stream? ContentStream { get; set; }

        public override string ClientRequestId { get; set; }

        /// <summary>The SDK reads some answers after that.</summary>
        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(header => new HttpHeader(header.Key, header.Value));

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = TryGetHeader(name, out var value) ? [value] : null;
            return values is not null;
        }
    }
}

/// <summary>A request that was sent.</summary>
internal sealed record RecordedRequest(string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body);
