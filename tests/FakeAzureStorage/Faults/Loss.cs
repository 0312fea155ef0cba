namespace CloudOrchestrator.FakeAzureStorage.Faults;

/// <summary>How a client learns that no answer comes.</summary>
public enum Loss
{
    /// <summary>The connection is reset: the client fails after the usual latency.</summary>
    Reset,

    /// <summary>Nothing happens at all: the client waits until it gives up by itself, or 100 s.</summary>
    Silence,
}
