using System.Collections;
using System.Runtime.InteropServices;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>The members of a node of a <see cref="FieldTree"/>, in no order. Most nodes have a few, which are searched one by one; a hash table is kept
/// beside them where there are more.</summary>
internal sealed class FieldMembers : IEnumerable<KeyValuePair<string, FieldTree>>
{
    private const int SearchedMax = 12;

    private readonly List<KeyValuePair<string, FieldTree>> _members = [];
    private Dictionary<string, int>? _positions;

    public int Count => _members.Count;

    public FieldTree? this[string element] => Find(element) is >= 0 and var position ? _members[position].Value : null;

    public void Set(string element, FieldTree child)
    {
        if (Find(element) is >= 0 and var position)
        {
            _members[position] = new(element, child);
            return;
        }

        _positions?.Add(element, _members.Count);
        _members.Add(new(element, child));
        if (_positions is null && _members.Count > SearchedMax)
        {
            _positions = Positions();
        }
    }

    public void Remove(string element)
    {
        if (Find(element) is not (>= 0 and var position))
        {
            return;
        }

        // The last one takes its place.
        var last = _members[^1];
        _members[position] = last;
        _members.RemoveAt(_members.Count - 1);
        if (_positions is not null)
        {
            _positions[last.Key] = position;
            _positions.Remove(element);
        }
    }

    public List<KeyValuePair<string, FieldTree>>.Enumerator GetEnumerator() => _members.GetEnumerator();

    IEnumerator<KeyValuePair<string, FieldTree>> IEnumerable<KeyValuePair<string, FieldTree>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The members, which are put in order of their elements by it.</summary>
    public List<KeyValuePair<string, FieldTree>> InOrder()
    {
        if (_members.Count > 1)
        {
            CollectionsMarshal.AsSpan(_members).Sort(static (left, right) => PathElements.Compare(left.Key, right.Key));
            _positions = _positions is null ? null : Positions();
        }

        return _members;
    }

    private Dictionary<string, int> Positions() => _members.Select((member, index) => (member.Key, index)).ToDictionary(StringComparer.Ordinal);

    private int Find(string element)
    {
        if (_positions is not null)
        {
            return _positions.GetValueOrDefault(element, -1);
        }

        for (var position = 0; position < _members.Count; position++)
        {
            if (_members[position].Key == element)
            {
                return position;
            }
        }

        return -1;
    }
}
