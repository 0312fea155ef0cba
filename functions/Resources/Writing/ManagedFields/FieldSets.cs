using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Takes the set of fields from documents.</summary>
internal static class FieldSets
{
    /// <summary>Metadata that the server sets belongs to nobody.</summary>
    private static readonly HashSet<string> Unowned =
        ["name", "namespace", "uid", "creationTimestamp", "generation", "resourceVersion", "managedFields", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>All fields of a document.</summary>
    public static FieldTree Of(JsonObject document, TypeSchema schema) => Changed(document, [], schema);

    /// <summary>The fields that the new document has and the old one lacks or holds otherwise.</summary>
    public static FieldTree Changed(JsonObject document, JsonObject old, TypeSchema schema)
    {
        var tree = new FieldTree();
        foreach (var (name, value) in document)
        {
            if (name is "apiVersion" or "kind" || !schema.Fields.TryGetValue(name, out var field))
            {
                continue;
            }

            if (name == "metadata")
            {
                Object(tree.Child("f:metadata"), Owned(value), Owned(old[name]), field.Type!);
            }
            else
            {
                Member(tree, "f:" + name, value, old[name], field);
            }
        }

        Prune(tree);
        return tree;
    }

    private static JsonObject Owned(JsonNode? metadata)
    {
        var copy = metadata?.DeepClone() as JsonObject ?? [];
        foreach (var name in Unowned)
        {
            copy.Remove(name);
        }

        return copy;
    }

    private static void Object(FieldTree tree, JsonObject value, JsonObject? old, TypeSchema schema)
    {
        foreach (var (name, member) in value)
        {
            if (schema.Fields.TryGetValue(name, out var field))
            {
                Member(tree, "f:" + name, member, old?[name], field);
            }
        }
    }

    private static void Member(FieldTree tree, string element, JsonNode? value, JsonNode? old, FieldSchema field)
    {
        var node = tree.Child(element);
        switch (value)
        {
            case JsonObject map when field is { Map: true, IsAtomic: false }:
                node.IsMember = old is null;
                foreach (var (key, one) in map)
                {
                    node.Child("f:" + key).IsMember = !JsonNode.DeepEquals(one, old.At(key));
                }

                break;
            case JsonArray list when field.ListMapKeys.Count > 0:
                node.IsMember = old is null;
                ListMap(node, list, old as JsonArray, field);
                break;
            case JsonArray list when field.IsSet:
                node.IsMember = old is null;
                foreach (var one in list)
                {
                    node.Child("v:" + one?.ToJsonString()).IsMember = !((old as JsonArray)?.Any(other => JsonNode.DeepEquals(one, other)) ?? false);
                }

                break;
            case JsonObject { Count: > 0 } inner when field.Type is { IsAtomic: false } type && !field.Repeated && !field.Map:
                node.IsMember = old is null && IsOptionalStruct(field);
                Object(node, inner, old as JsonObject, type);
                break;
            default:
                node.IsMember = !JsonNode.DeepEquals(value, old);
                break;
        }
    }

    private static void ListMap(FieldTree node, JsonArray list, JsonArray? old, FieldSchema field)
    {
        foreach (var one in list.OfType<JsonObject>())
        {
            var key = Key(one, field.ListMapKeys);
            var before = old?.OfType<JsonObject>().FirstOrDefault(other => Key(other, field.ListMapKeys) == key);
            var element = node.Child("k:" + key);
            element.IsMember = before is null;
            Object(element, one, before, field.Type!);
        }
    }

    private static string Key(JsonObject element, IReadOnlyList<string> names)
    {
        var key = new JsonObject();
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            key[name] = element[name]?.DeepClone();
        }

        return key.ToJsonString();
    }

    private static bool IsOptionalStruct(FieldSchema field) => !field.Required;

    private static void Prune(FieldTree tree)
    {
        foreach (var (element, child) in tree.Members.ToList())
        {
            Prune(child);
            if (child.IsEmpty)
            {
                tree.Members.Remove(element);
            }
        }
    }
}
