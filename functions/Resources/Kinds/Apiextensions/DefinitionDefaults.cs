using System.Globalization;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

/// <summary>Defaults of custom resource definitions, and what the server keeps in them.</summary>
internal static class DefinitionDefaults
{
    /// <summary>Keeps a definition until its resources are gone.</summary>
    public const string Cleanup = "customresourcecleanup.apiextensions.k8s.io";

    private const int WebhookPort = 443;

    public static void Apply(JsonObject item)
    {
        if (item["spec"] is not JsonObject spec)
        {
            return;
        }

        if (spec["names"] is JsonObject names && names.Text("kind") is { Length: > 0 } kind)
        {
            names.Default("singular", kind.ToLowerInvariant());
            names.Default("listKind", kind + "List");
        }

        if (spec["conversion"] is null)
        {
            spec["conversion"] = new JsonObject { ["strategy"] = "None" };
        }

        if (spec.At("conversion", "webhook", "clientConfig", "service") is JsonObject service)
        {
            service.Default("port", WebhookPort);
        }
    }

    public static void PrepareCreate(JsonObject item, DateTimeOffset now) => item["status"] = new JsonObject
    {
        ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
        ["storedVersions"] = new JsonArray([.. StorageVersions(item).Select(name => (JsonNode)name)]),
    };

    /// <summary>From now on objects may be stored in the storage version too.</summary>
    public static void PrepareUpdate(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var stored = item.Ensure("status").Ensure<JsonArray>("storedVersions", static () => []);
        foreach (var version in StorageVersions(item).Where(version => !stored.Any(one => one.Text() == version)))
        {
            stored.Add(version);
        }
    }

    /// <summary>Nor may a status forget the version that is stored now.</summary>
    public static void PrepareStatus(JsonObject item, JsonObject old, Subresource subresource, DateTimeOffset now) => PrepareUpdate(item, old, now);

    public static void PrepareDelete(JsonObject item, DateTimeOffset now)
    {
        var finalizers = item.Ensure("metadata").Ensure<JsonArray>("finalizers", static () => []);
        if (!finalizers.Any(one => one.Text() == Cleanup))
        {
            finalizers.Add(Cleanup);
        }

        var conditions = item.Ensure("status").Ensure<JsonArray>("conditions", static () => []);
        foreach (var earlier in conditions.Where(one => one.Text("type") == "Terminating").ToList())
        {
            conditions.Remove(earlier);
        }

        conditions.Add(new JsonObject
        {
            ["type"] = "Terminating",
            ["status"] = "True",
            ["lastTransitionTime"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["reason"] = "InstanceDeletionPending",
            ["message"] = "CustomResourceDefinition marked for deletion; CustomResource deletion will be initiated soon",
        });
    }

    private static IEnumerable<string> StorageVersions(JsonObject item) =>
        item.Objects("spec", "versions").Where(version => version.Flag("storage")).Select(version => version.Text("name") ?? "");
}
