using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Finds the fields of a document that its type does not have.</summary>
internal static class UnknownFields
{
    public static void Find(JsonObject document, TypeSchema schema, List<string> errors, Func<string, bool>? isCanonical = null)
    {
        var root = new FieldPath(null, null, -1);
        if (schema.Structure is not { } structure)
        {
            Find(document, schema, errors, root, isRoot: true, isCanonical);
            return;
        }

        Find(document["metadata"], schema.Fields["metadata"], errors, new FieldPath(root, "metadata", -1));
        Pruning.Visit(document, structure, root, isResource: true, (_, _, at) => StrictErrors.AddUnknown(errors, at));
        foreach (var (resource, path) in EmbeddedValidation.Within(document, structure, ""))
        {
            Find(resource["metadata"], schema.Fields["metadata"], errors, new FieldPath(new FieldPath(root, path, -1), "metadata", -1));
        }
    }

    private static void Find(JsonObject value, TypeSchema schema, List<string> errors, FieldPath path, bool isRoot, Func<string, bool>? isCanonical = null)
    {
        foreach (var (name, member) in value)
        {
            if (isCanonical?.Invoke(name) == true)
            {
                continue;
            }

            if (!schema.Fields.TryGetValue(name, out var field))
            {
                if (!IsTypeMeta(name, schema, isRoot))
                {
                    StrictErrors.AddUnknown(errors, new FieldPath(path, name, -1));
                }
            }
            else if (field.Type is not null && member is JsonObject or JsonArray)
            {
                Find(member, field, errors, new FieldPath(path, name, -1));
            }
        }
    }

    private static void Find(JsonNode? value, FieldSchema field, List<string> errors, FieldPath path)
    {
        if (field.Type is not { } type)
        {
            return;
        }

        switch (value)
        {
            case JsonArray list when field.Repeated || field.Kind == ValueKind.SchemaOrList:
                for (var index = 0; index < list.Count; index++)
                {
                    if (list[index] is JsonObject element)
                    {
                        Find(element, type, errors, new FieldPath(path, null, index), isRoot: false);
                    }
                }

                break;
            case JsonObject map when field.Map:
                foreach (var (key, element) in map)
                {
                    if (element is JsonObject member)
                    {
                        Find(member, type, errors, new FieldPath(path, key, -1), isRoot: false);
                    }
                }

                break;
            case JsonObject single:
                Find(single, type, errors, path, isRoot: false);
                break;
        }
    }

    private static bool IsTypeMeta(string name, TypeSchema schema, bool isRoot) =>
        name is "apiVersion" or "kind" && (isRoot || schema.IsApiObject);
}
