using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>A set of fields as FieldsV1 writes it: a tree of path elements; <c>.</c> in a node says that the node itself is in the set.</summary>
/// <remarks>Whoever builds a tree may change it; from then on it stays as it is, and sets made of it share its nodes. An empty set is the empty tree, or null.</remarks>
internal sealed class FieldTree
{
    private const string Self = ".";

    private static readonly FieldMembers None = new();

    /// <summary>What the server wrote of the set, as long as nobody has looked into it: most of a stored set is written again as it is.</summary>
    private JsonObject? _stored;

    /// <summary>In no order; null for none, as in most nodes.</summary>
    private FieldMembers? _members;

    private bool _isMember;

    /// <summary>The set of no fields.</summary>
    public static FieldTree Empty { get; } = new();

    /// <summary>A node of which nothing but itself is in the set, as most are: one for all, which nobody may change.</summary>
    public static FieldTree Leaf { get; } = new() { _isMember = true };

    /// <summary>Whether the node itself is in the set. A node without members always is.</summary>
    public bool IsMember
    {
        get
        {
            Open();
            return _isMember;
        }

        set
        {
            Open();
            _isMember = value;
        }
    }

    public bool IsEmpty => !IsMember && (Members is null || Members.Count == 0);

    private FieldMembers? Members
    {
        get
        {
            Open();
            return _members;
        }
    }

    /// <summary>The path elements under which fields are in the set, in their order.</summary>
    private IEnumerable<KeyValuePair<string, FieldTree>> Sorted => Members?.InOrder() ?? [];

    /// <summary>The tree at a path element; null where nothing under it is in the set.</summary>
    public FieldTree? At(string element) => Members?[element];

    /// <summary>The tree at a path element, to be built further.</summary>
    public FieldTree Child(string element)
    {
        if (At(element) is not { } child)
        {
            Add(element, child = new FieldTree());
        }

        return child;
    }

    /// <summary>Sets the tree at a path element.</summary>
    public void Add(string element, FieldTree child)
    {
        Open();
        (_members ??= new()).Set(element, child);
    }

    /// <summary>Takes out all that is under a path element.</summary>
    public void Remove(string element) => Members?.Remove(element);

    /// <summary>Whether the set holds the same fields.</summary>
    public bool IsSame(FieldTree other) =>
        IsMember == other.IsMember && (Members?.Count ?? 0) == (other.Members?.Count ?? 0)
        && (Members is null || Members.All(member => other.At(member.Key) is { } one && member.Value.IsSame(one)));

    /// <summary>Drops the nodes under which nothing is in the set.</summary>
    public FieldTree Pruned()
    {
        foreach (var (element, child) in Members?.ToList() ?? [])
        {
            if (child.Pruned().IsEmpty)
            {
                Remove(element);
            }
        }

        return this;
    }

    /// <summary>The paths of all fields in the set, as messages show them; those of a node before those below its children.</summary>
    public IEnumerable<string> Paths(string at = "")
    {
        foreach (var (element, _) in Sorted.Where(member => member.Value.IsMember))
        {
            yield return at + PathElements.Shown(element);
        }

        foreach (var path in Sorted.SelectMany(member => member.Value.Paths(at + PathElements.Shown(member.Key))))
        {
            yield return path;
        }
    }

    /// <summary>Whether a client's text is a set of fields.</summary>
    public static bool IsValid(JsonNode? fields) =>
        fields is JsonObject members ? members.All(member => member.Key == Self ? member.Value is JsonObject : PathElements.IsValid(member.Key) && IsValid(member.Value))
        : fields is JsonValue value && value.TryGetValue<FieldTree>(out _);

    /// <summary>The set that a stored object holds, as <see cref="WriteTo"/> wrote it.</summary>
    public static FieldTree Stored(JsonNode? fields) => fields is JsonObject stored ? new FieldTree { _stored = stored } : Parse(fields);

    /// <summary>The set that a client has written.</summary>
    public static FieldTree Parse(JsonNode? fields)
    {
        if (fields is JsonValue value && value.TryGetValue<FieldTree>(out var held))
        {
            return held;
        }

        var tree = new FieldTree();
        foreach (var (element, inner) in fields as JsonObject ?? [])
        {
            if (element == Self)
            {
                tree.IsMember = true;
                continue;
            }

            var child = Parse(inner);
            child.IsMember |= child._members is null;
            tree.Add(PathElements.Canonical(element), child);
        }

        return tree;
    }

    /// <summary>Reads one level of what is stored.</summary>
    private void Open()
    {
        if (_stored is not { } stored)
        {
            return;
        }

        _stored = null;
        _isMember = stored.Count == 0;
        for (var index = 0; index < stored.Count; index++)
        {
            var (element, inner) = stored.GetAt(index);
            if (element == Self)
            {
                _isMember = true;
            }
            else
            {
                (_members ??= new()).Set(element, Stored(inner));
            }
        }
    }

    /// <summary>The set as a document holds it.</summary>
    public JsonValue ToJson() => FieldTreeConverter.ValueOf(this);

    /// <summary>Writes the set as FieldsV1 does, elements in their order.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (_stored is not null)
        {
            _stored.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        if (_members is { Count: > 0 })
        {
            // The node itself comes first by its name.
            if (IsMember)
            {
                writer.WriteStartObject(Self);
                writer.WriteEndObject();
            }

            foreach (var (element, child) in _members.InOrder())
            {
                writer.WritePropertyName(element);
                child.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>The fields of either.</summary>
    public FieldTree Union(FieldTree other) => other.IsEmpty ? this : IsEmpty ? other : Combine(other, FieldSetOperation.Union) ?? Empty;

    /// <summary>The fields of this one that the other lacks.</summary>
    public FieldTree Except(FieldTree other) => other.IsEmpty ? this : Combine(other, FieldSetOperation.Except) ?? Empty;

    /// <summary>The fields of both.</summary>
    public FieldTree Intersect(FieldTree other) => Combine(other, FieldSetOperation.Intersect) ?? Empty;

    /// <summary>What is left of this and another tree; null for nothing.</summary>
    private FieldTree? Combine(FieldTree other, FieldSetOperation operation)
    {
        if (operation == FieldSetOperation.Except && IsApartFrom(other))
        {
            return IsEmpty ? null : this;
        }

        var result = new FieldTree
        {
            IsMember = operation switch
            {
                FieldSetOperation.Union => IsMember || other.IsMember,
                FieldSetOperation.Except => IsMember && !other.IsMember,
                _ => IsMember && other.IsMember,
            },
        };
        foreach (var (element, left) in Members ?? None)
        {
            var child = other.At(element) is { } right ? left.Combine(right, operation) : operation == FieldSetOperation.Intersect ? null : left;
            if (child is not null)
            {
                result.Add(element, child);
            }
        }

        foreach (var (element, right) in operation == FieldSetOperation.Union ? other.Members ?? None : None)
        {
            if (At(element) is null)
            {
                result.Add(element, right);
            }
        }

        return result.IsEmpty ? null : result;
    }

    /// <summary>Whether what the other holds is neither this node nor below any of its members.</summary>
    private bool IsApartFrom(FieldTree other)
    {
        foreach (var (element, _) in other.Members ?? None)
        {
            if (At(element) is not null)
            {
                return false;
            }
        }

        return !(IsMember && other.IsMember);
    }

    private enum FieldSetOperation
    {
        Union,
        Except,
        Intersect,
    }
}
