using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Takes fields out of documents.</summary>
internal static class FieldRemoval
{
    /// <summary>A copy of the document without the fields of a set; with a field goes all that it holds, and what is left empty goes too.</summary>
    public static JsonObject Without(JsonObject document, FieldTree fields, TypeSchema schema) =>
        Without((JsonNode)document, fields, FieldShape.Of(schema)) as JsonObject ?? [];

    private static JsonNode? Without(JsonNode? value, FieldTree fields, FieldShape shape) => shape.For(value, null) switch
    {
        FieldForm.Struct or FieldForm.Map => Members((JsonObject)value!, fields, shape),
        FieldForm.ListMap or FieldForm.Set => Elements((JsonArray)value!, fields, shape),
        _ => value?.DeepClone(),
    };

    private static JsonObject? Members(JsonObject value, FieldTree fields, FieldShape shape)
    {
        var left = new JsonObject();
        foreach (var (name, member) in value)
        {
            var below = fields.At(PathElements.Field(name));
            if (below is not { IsMember: true })
            {
                left[name] = below is not null && shape.Member(name) is { } inner ? Without(member, below, inner) : member?.DeepClone();
            }
        }

        return left.Count > 0 ? left : null;
    }

    private static JsonArray? Elements(JsonArray value, FieldTree fields, FieldShape shape)
    {
        var left = new JsonArray();
        foreach (var one in value)
        {
            var below = PathElements.Of(one, shape) is { } element ? fields.At(element) : null;
            if (below is not { IsMember: true })
            {
                left.Add(below is null ? one?.DeepClone() : Without(one, below, shape.Element));
            }
        }

        return left.Count > 0 ? left : null;
    }
}
