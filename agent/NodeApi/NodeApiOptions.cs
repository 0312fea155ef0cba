using System.Net;

namespace CloudOrchestrator.NodeApi;

/// <summary>Where the node answers the API server, and by what the two know each other.</summary>
public sealed record NodeApiOptions
{
    /// <summary>Address and port; port 0 takes a free one.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>A folder with <c>node.crt</c>, <c>node.key</c> and <c>ca.crt</c> in PEM form.</summary>
    public required string PkiFolder { get; init; }
}
