using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Equality of rows of JSON values, as <see cref="JsonNode.DeepEquals"/> has it of each: numbers are what they come to, however they are written.</summary>
internal sealed class JsonRowEquality : IEqualityComparer<JsonNode?[]>
{
    public static readonly JsonRowEquality Instance = new();

    public bool Equals(JsonNode?[]? left, JsonNode?[]? right) => left.AsSpan().SequenceEqual(right, JsonNodeEquality.Instance);

    public int GetHashCode(JsonNode?[] row)
    {
        var hash = default(HashCode);
        foreach (var value in row)
        {
            hash.Add(value, JsonNodeEquality.Instance);
        }

        return hash.ToHashCode();
    }
}
