namespace CloudOrchestrator.Host.Functions.Settings;

/// <summary>The Event Grid topic that notices are published to.</summary>
/// <param name="Endpoint">Such as <c>https://x.region-1.eventgrid.azure.net/api/events</c>.</param>
/// <param name="Key">The key of a topic on this machine; null where a managed identity is taken.</param>
/// <param name="ClientId">Which managed identity; null for the app's own.</param>
internal sealed record NoticeTopic(Uri Endpoint, string? Key, string? ClientId)
{
    /// <summary>Not what a record says by itself: that would be the key.</summary>
    public override string ToString() => Endpoint.GetLeftPart(UriPartial.Path);
}
