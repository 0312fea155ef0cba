namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>There are no credentials for nodes now; the message says so to clients.</summary>
internal sealed class NodeTrustException(string message, Exception? cause = null) : Exception(message, cause);
