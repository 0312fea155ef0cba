using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Takes the set of fields from documents.</summary>
/// <remarks>What counts as set follows the Go types: a struct that is no pointer, and a required value that is zero, are there before anyone sets them.</remarks>
internal static class FieldSets
{
    private static readonly JsonSerializerOptions KeyForm = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Metadata that the server sets belongs to nobody.</summary>
    private static readonly HashSet<string> Unowned =
        ["name", "namespace", "uid", "creationTimestamp", "generation", "resourceVersion", "managedFields", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];

    private static readonly HashSet<string> None = [];

    /// <summary>Every field that a document has.</summary>
    public static FieldTree All(JsonObject document, TypeSchema schema) => Root(document, null, schema, "", exists: false);

    /// <summary>The fields that the new document has and the old one lacks or holds otherwise.</summary>
    /// <param name="document">The new document.</param>
    /// <param name="old">The old one; null for none.</param>
    /// <param name="schema">Their type.</param>
    /// <param name="skipped">A member of the document to leave out; empty for none.</param>
    public static FieldTree Changed(JsonObject document, JsonObject? old, TypeSchema schema, string skipped) => Root(document, old, schema, skipped, exists: true);

    private static FieldTree Root(JsonObject document, JsonObject? old, TypeSchema schema, string skipped, bool exists)
    {
        var tree = new FieldTree();
        foreach (var (name, value) in document)
        {
            if (name is "apiVersion" or "kind" || name == skipped || schema.FieldOf(name) is not { } field)
            {
                continue;
            }

            if (name == "metadata" && value is JsonObject metadata)
            {
                Object(tree.Child("f:metadata"), metadata, old?[name] as JsonObject, field.Type!, exists, Unowned);
            }
            else
            {
                Member(tree, name, value, old?[name], field, exists);
            }
        }

        Prune(tree);
        return tree;
    }

    private static void Object(FieldTree tree, JsonObject value, JsonObject? old, TypeSchema schema, bool exists, HashSet<string> skipped)
    {
        foreach (var (name, member) in value)
        {
            if (!skipped.Contains(name) && schema.FieldOf(name) is { } field)
            {
                Member(tree, name, member, old?[name], field, exists);
            }
        }
    }

    /// <param name="tree">Receives the field.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its new value.</param>
    /// <param name="old">Its old value; null where there is none.</param>
    /// <param name="field">Its schema.</param>
    /// <param name="exists">Whether what holds it was there before.</param>
    private static void Member(FieldTree tree, string name, JsonNode? value, JsonNode? old, FieldSchema field, bool exists)
    {
        if (old is not null && JsonNode.DeepEquals(value, old))
        {
            return;
        }

        var node = tree.Child("f:" + name);
        var wasThere = old is not null || (exists && field.Required);
        switch (value)
        {
            case JsonObject map when field is { Map: true, IsAtomic: false }:
                node.IsMember = !wasThere;
                Map(node, map, old as JsonObject);
                break;
            case JsonArray list when field.ListMapKeys.Count > 0:
                node.IsMember = !wasThere;
                ListMap(node, list, old as JsonArray, field);
                break;
            case JsonArray list when field.IsSet:
                node.IsMember = !wasThere;
                Set(node, list, old as JsonArray);
                break;
            case JsonObject inner when field is { Kind: ValueKind.Object, Type.IsAtomic: false, Repeated: false, Map: false, IsAtomic: false }:
                node.IsMember = !wasThere;
                Object(node, inner, old as JsonObject, field.Type!, wasThere, None);
                break;
            default:
                node.IsMember = !(wasThere && old is null && IsZero(value));
                break;
        }
    }

    private static void Map(FieldTree node, JsonObject map, JsonObject? old)
    {
        foreach (var (key, one) in map)
        {
            if (old is null || !old.TryGetPropertyValue(key, out var before) || !JsonNode.DeepEquals(one, before))
            {
                node.Child("f:" + key).IsMember = true;
            }
        }
    }

    private static void Set(FieldTree node, JsonArray list, JsonArray? old)
    {
        foreach (var one in list)
        {
            if (old is null || !old.Any(other => JsonNode.DeepEquals(one, other)))
            {
                node.Child("v:" + (one?.ToJsonString(KeyForm) ?? "null")).IsMember = true;
            }
        }
    }

    private static void ListMap(FieldTree node, JsonArray list, JsonArray? old, FieldSchema field)
    {
        var before = new Dictionary<string, JsonObject>();
        foreach (var one in old?.OfType<JsonObject>() ?? [])
        {
            before[Key(one, field.ListMapKeys)] = one;
        }

        foreach (var one in list.OfType<JsonObject>())
        {
            var key = Key(one, field.ListMapKeys);
            var earlier = before.GetValueOrDefault(key);
            if (earlier is not null && JsonNode.DeepEquals(one, earlier))
            {
                continue;
            }

            var element = node.Child("k:" + key);
            element.IsMember = earlier is null;
            if (field.Type!.IsAtomic)
            {
                element.IsMember = true;
            }
            else
            {
                Object(element, one, earlier, field.Type, earlier is not null, None);
            }
        }
    }

    private static string Key(JsonObject element, IReadOnlyList<string> names)
    {
        var key = new JsonObject();
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            if (element[name] is { } value)
            {
                key[name] = value.DeepClone();
            }
        }

        return key.ToJsonString(KeyForm);
    }

    private static bool IsZero(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject map => map.Count == 0,
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => value.Text() is "" or "0",
            JsonValueKind.Number => value.Integer() == 0,
            JsonValueKind.False => true,
            _ => false,
        },
    };

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
