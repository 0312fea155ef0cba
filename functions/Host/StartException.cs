namespace CloudOrchestrator.Host;

/// <summary>The control plane cannot start for a reason that its user can mend; the message is one line that says what and where.</summary>
internal sealed class StartException(string message) : Exception(message);
