namespace CloudOrchestrator.Doorbells.Tests.Conformance;

/// <summary>The way to a table, which can be cut.</summary>
internal sealed class CutHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    private volatile bool _isCut;

    public bool IsCut
    {
        set => _isCut = value;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _isCut ? throw new HttpRequestException("The way is cut.") : base.SendAsync(request, cancellationToken);
}
