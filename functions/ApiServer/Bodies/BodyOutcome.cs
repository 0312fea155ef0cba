using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Statuses;

namespace CloudOrchestrator.ApiServer.Bodies;

/// <summary>What reading a body answers.</summary>
internal abstract record BodyOutcome
{
    private BodyOutcome()
    {
    }

    /// <summary>The document, with the kind and version that it or the request says.</summary>
    /// <param name="Document">The document.</param>
    /// <param name="StrictErrors">What strict validation refuses.</param>
    public sealed record Read(JsonObject Document, IReadOnlyList<string> StrictErrors) : BodyOutcome;

    /// <summary>There was no body.</summary>
    public sealed record Empty : BodyOutcome;

    /// <summary>It cannot be taken.</summary>
    public sealed record Refused(ApiStatus Status) : BodyOutcome;
}
