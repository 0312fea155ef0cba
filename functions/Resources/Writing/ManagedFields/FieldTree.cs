using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>A set of fields as FieldsV1 writes it: a tree of path elements; <c>.</c> in a node says that the node itself is in the set.</summary>
internal sealed class FieldTree
{
    private const string Self = ".";

    public SortedDictionary<string, FieldTree> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the node itself is in the set. A node without members always is.</summary>
    public bool IsMember { get; set; }

    public bool IsEmpty => !IsMember && Members.Count == 0;

    public FieldTree Child(string element)
    {
        if (!Members.TryGetValue(element, out var child))
        {
            Members[element] = child = new FieldTree();
        }

        return child;
    }

    /// <summary>The tree at a path element; null where nothing under it is in the set.</summary>
    public FieldTree? At(string element) => Members.GetValueOrDefault(element);

    /// <summary>Whether the set holds the same fields.</summary>
    public bool IsSame(FieldTree other) =>
        IsMember == other.IsMember && Members.Count == other.Members.Count
        && Members.All(member => other.Members.TryGetValue(member.Key, out var one) && member.Value.IsSame(one));

    /// <summary>Drops the nodes under which nothing is in the set.</summary>
    public FieldTree Pruned()
    {
        foreach (var (element, child) in Members.ToList())
        {
            if (child.Pruned().IsEmpty)
            {
                Members.Remove(element);
            }
        }

        return this;
    }

    /// <summary>The paths of all fields in the set, as messages show them; those of a node before those below its children.</summary>
    public IEnumerable<string> Paths(string at = "")
    {
        foreach (var (element, _) in Members.Where(member => member.Value.IsMember))
        {
            yield return at + PathElements.Shown(element);
        }

        foreach (var path in Members.SelectMany(member => member.Value.Paths(at + PathElements.Shown(member.Key))))
        {
            yield return path;
        }
    }

    /// <summary>Whether a client's text is a set of fields.</summary>
    public static bool IsValid(JsonNode? fields) =>
        fields is JsonObject members && members.All(member => member.Key == Self ? member.Value is JsonObject : PathElements.IsValid(member.Key) && IsValid(member.Value));

    public static FieldTree Parse(JsonNode? fields)
    {
        var tree = new FieldTree();
        if (fields is not JsonObject members)
        {
            return tree;
        }

        foreach (var (element, inner) in members)
        {
            if (element == Self)
            {
                tree.IsMember = true;
                continue;
            }

            var child = Parse(inner);
            child.IsMember |= child.Members.Count == 0;
            tree.Members[element] = child;
        }

        return tree;
    }

    public JsonObject ToJson()
    {
        var result = new JsonObject();
        if (IsMember && Members.Count > 0)
        {
            result[Self] = new JsonObject();
        }

        foreach (var (element, child) in Members)
        {
            result[element] = child.ToJson();
        }

        return result;
    }

    /// <summary>The fields of either.</summary>
    public FieldTree Union(FieldTree other) => Combine(other, static (left, right) => left || right);

    /// <summary>The fields of this one that the other lacks.</summary>
    public FieldTree Except(FieldTree other) => Combine(other, static (left, right) => left && !right);

    /// <summary>The fields of both.</summary>
    public FieldTree Intersect(FieldTree other) => Combine(other, static (left, right) => left && right);

    private FieldTree Combine(FieldTree? other, Func<bool, bool, bool> keep)
    {
        var result = new FieldTree { IsMember = keep(IsMember, other?.IsMember ?? false) };
        foreach (var element in Members.Keys.Union(other?.Members.Keys ?? Enumerable.Empty<string>()))
        {
            var left = Members.GetValueOrDefault(element) ?? new FieldTree();
            var child = left.Combine(other?.Members.GetValueOrDefault(element), keep);
            if (!child.IsEmpty)
            {
                result.Members[element] = child;
            }
        }

        return result;
    }
}
