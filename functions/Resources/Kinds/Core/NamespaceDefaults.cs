using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Defaults of namespaces.</summary>
internal static class NamespaceDefaults
{
    public static void Apply(JsonObject item)
    {
        item.Ensure("metadata").Ensure("labels")["kubernetes.io/metadata.name"] = item.Text("metadata", "name");
        Status(item);
    }

    public static void Status(JsonObject item) => item.Ensure("status").Default("phase", "Active");

    public static void PrepareCreate(JsonObject item, DateTimeOffset now)
    {
        var finalizers = item.Ensure("spec").Ensure<JsonArray>("finalizers", static () => []);
        if (!finalizers.Any(one => one.Text() == "kubernetes"))
        {
            finalizers.Add("kubernetes");
        }

        item["status"] = new JsonObject { ["phase"] = "Active" };
    }
}
