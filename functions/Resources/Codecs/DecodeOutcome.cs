using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>What decoding a body answers.</summary>
public abstract record DecodeOutcome
{
    private DecodeOutcome()
    {
    }

    /// <summary>The document, and what strict decoding objects to: unknown and duplicate fields.</summary>
    public sealed record Decoded(JsonObject Document, IReadOnlyList<string> StrictErrors) : DecodeOutcome;

    /// <summary>The body is not what its content type says.</summary>
    public sealed record Malformed(string Message) : DecodeOutcome;
}
