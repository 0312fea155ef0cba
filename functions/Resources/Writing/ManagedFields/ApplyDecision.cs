using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>What applying a configuration comes to.</summary>
internal abstract record ApplyDecision
{
    private ApplyDecision()
    {
    }

    /// <summary>The live document with the configuration, not yet defaulted, and who owns what of it.</summary>
    public sealed record Applied(JsonObject Document, JsonArray Entries) : ApplyDecision;

    /// <summary>It may not be done.</summary>
    public sealed record Refused(Refusal Refusal) : ApplyDecision;
}
