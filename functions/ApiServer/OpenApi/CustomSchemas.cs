using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The schemas of custom kinds: what their definitions say, with what every object has.</summary>
internal static class CustomSchemas
{
    /// <summary>What version 2 cannot say, or says otherwise.</summary>
    private static readonly string[] OnlyV3 = ["nullable", "default", "oneOf", "anyOf", "allOf", "not", "x-kubernetes-validations"];

    /// <summary>The schema of an object.</summary>
    public static JsonObject Of(ResourceKind kind, OpenApiDialect dialect, JsonObject metadata)
    {
        var schema = Node(kind.Schema.Structure!.Source, dialect.IsV3);
        if (schema["x-kubernetes-preserve-unknown-fields"] is null || dialect.IsV3)
        {
            var properties = schema.Ensure("properties");
            properties["apiVersion"] = Text("The group and version of this form of the object.");
            properties["kind"] = Text("What the object is.");
            properties["metadata"] = metadata;
        }

        schema["x-kubernetes-group-version-kind"] = Identity(kind, kind.Kind);
        return schema;
    }

    /// <summary>The schema of a list.</summary>
    public static JsonObject ListOf(ResourceKind kind, JsonObject item, JsonObject metadata) => new()
    {
        ["description"] = $"{kind.ListKind} is a list of {kind.Kind}",
        ["type"] = "object",
        ["required"] = new JsonArray("items"),
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = Text("The group and version of this form of the list."),
            ["items"] = new JsonObject { ["type"] = "array", ["items"] = item },
            ["kind"] = Text("What the list is of."),
            ["metadata"] = metadata,
        },
        ["x-kubernetes-group-version-kind"] = Identity(kind, kind.ListKind),
    };

    private static JsonArray Identity(ResourceKind kind, string name) => new(new JsonObject { ["group"] = kind.Group, ["kind"] = name, ["version"] = kind.Version });

    private static JsonObject Text(string description) => new() { ["description"] = description, ["type"] = "string" };

    private static JsonObject Node(JsonObject source, bool isV3)
    {
        if (isV3)
        {
            return (JsonObject)source.DeepClone();
        }

        if (source.Flag("x-kubernetes-preserve-unknown-fields") || source.Flag("x-kubernetes-int-or-string"))
        {
            // Clients that check by version 2 would refuse what is not listed.
            return Kept(source, name => name == "description" || name.StartsWith("x-kubernetes-", StringComparison.Ordinal));
        }

        var node = Kept(source, static name => !OnlyV3.Contains(name) && name is not ("properties" or "items" or "additionalProperties"));
        if (source["properties"] is JsonObject properties)
        {
            var members = node.Ensure("properties");
            foreach (var (name, property) in properties)
            {
                members[name] = Node((JsonObject)property!, isV3);
            }
        }

        foreach (var name in new[] { "items", "additionalProperties" })
        {
            if (source[name] is JsonObject inner)
            {
                node[name] = Node(inner, isV3);
            }
        }

        return node;
    }

    private static JsonObject Kept(JsonObject source, Func<string, bool> keeps)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in source.Where(member => keeps(member.Key)))
        {
            kept[name] = value?.DeepClone();
        }

        return kept;
    }
}
