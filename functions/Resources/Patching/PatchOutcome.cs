using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Patching;

/// <summary>What applying a patch answers.</summary>
public abstract record PatchOutcome
{
    private PatchOutcome()
    {
    }

    /// <summary>The patched document.</summary>
    public sealed record Patched(JsonObject Document) : PatchOutcome;

    /// <summary>The patch makes no sense, or not on this document.</summary>
    public sealed record Failed(Refusal Refusal) : PatchOutcome;

    internal static Failed Bad(string message) => new(new Refusal.BadRequest(message));
}
