using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Transport;

/// <summary>An answer as the SDK sees it.</summary>
internal sealed class FakeResponse : Response
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly StorageAnswer _answer;

    public FakeResponse(StorageAnswer answer, string clientRequestId)
    {
        _answer = answer;
        ClientRequestId = clientRequestId;
        ContentStream = answer.IsCut ? new CutStream(answer.Body) : new MemoryStream(answer.Body.ToArray(), writable: false);
        foreach (var (name, value) in answer.Headers)
        {
            _headers[name] = value;
        }
    }

    public override int Status => _answer.Status;

    public override string ReasonPhrase => Reasons.Of(Status);

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(header => new HttpHeader(header.Key, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}
