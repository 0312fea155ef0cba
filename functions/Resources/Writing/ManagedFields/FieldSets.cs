using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Takes the set of fields from documents.</summary>
internal static class FieldSets
{
    /// <summary>Metadata that the server sets belongs to nobody.</summary>
    public static readonly IReadOnlySet<string> Unowned = new HashSet<string>
    {
        "name", "namespace", "uid", "creationTimestamp", "generation", "resourceVersion", "managedFields", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds",
    };

    /// <summary>The fields that a configuration says something about: its scalars and what changes as a whole, the elements of lists that merge, and
    /// the keys of maps; not the structs around them.</summary>
    /// <param name="config">The configuration as it was sent, nulls and zero values too.</param>
    /// <param name="schema">Its type.</param>
    public static FieldTree Of(JsonObject config, TypeSchema schema)
    {
        var tree = new FieldTree();
        Add(tree, config, FieldShape.Of(schema));
        tree.Remove(PathElements.Field("apiVersion"));
        tree.Remove(PathElements.Field("kind"));
        if (tree.At(PathElements.Field("metadata")) is { } metadata)
        {
            metadata.IsMember = false;
            foreach (var name in Unowned)
            {
                metadata.Remove(PathElements.Field(name));
            }
        }

        return tree.Pruned();
    }

    private static void Add(FieldTree tree, JsonNode? value, FieldShape shape)
    {
        switch (shape.For(value, null))
        {
            case FieldForm.Struct or FieldForm.Map:
                foreach (var (name, member) in (JsonObject)value!)
                {
                    if (shape.Member(name) is { } inner)
                    {
                        var child = tree.Child(PathElements.Field(name));
                        Add(child, member, inner);
                        child.IsMember |= shape.Form == FieldForm.Map || inner.Field is { IsDeduced: true };
                    }
                }

                break;
            case FieldForm.ListMap or FieldForm.Set:
                foreach (var one in (JsonArray)value!)
                {
                    if (PathElements.Of(one, shape) is { } element)
                    {
                        var child = tree.Child(element);
                        Add(child, one, shape.Element);
                        child.IsMember = true;
                    }
                }

                break;
            default:
                // An empty list that merges says nothing about any element.
                tree.IsMember = value is not JsonArray || shape.Form == FieldForm.Leaf;
                break;
        }
    }
}
