using System.Buffers;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Members of an object that is made in the order of its type: they may come in any, and the object is made once all are there, as large as it has to be.</summary>
/// <param name="most">How many may come.</param>
internal ref struct PlacedMembers(int most)
{
    private readonly KeyValuePair<string, JsonNode?>[] _members = ArrayPool<KeyValuePair<string, JsonNode?>>.Shared.Rent(most);
    private readonly int[] _positions = ArrayPool<int>.Shared.Rent(most);
    private int _count;

    /// <summary>Adds a member that goes before those of higher positions.</summary>
    public void Add(int position, string name, JsonNode? value)
    {
        var index = _count++;
        for (; index > 0 && _positions[index - 1] > position; index--)
        {
            _members[index] = _members[index - 1];
            _positions[index] = _positions[index - 1];
        }

        _members[index] = new(name, value);
        _positions[index] = position;
    }

    /// <summary>Whether a member of this position was added.</summary>
    public readonly bool Contains(int position) => _positions.AsSpan(0, _count).BinarySearch(position) >= 0;

    /// <summary>The object; to be called once, at the end.</summary>
    public readonly JsonObject ToObject()
    {
        var result = _count == 0 ? [] : new JsonObject(new ArraySegment<KeyValuePair<string, JsonNode?>>(_members, 0, _count));
        ArrayPool<KeyValuePair<string, JsonNode?>>.Shared.Return(_members, clearArray: true);
        ArrayPool<int>.Shared.Return(_positions);
        return result;
    }
}
