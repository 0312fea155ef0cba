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

    /// <summary>The body is not what its content type says, or no object.</summary>
    /// <param name="Message">Why.</param>
    /// <param name="Found">What it is where it is well-formed, but no object: as Go names it, or <c>null</c>.</param>
    public sealed record Malformed(string Message, string? Found = null) : DecodeOutcome
    {
        /// <summary>That the body is a value of another kind.</summary>
        public static Malformed Other(string found) => new($"json: cannot unmarshal {found} into Go value of type map[string]interface {{}}", found);
    }
}
