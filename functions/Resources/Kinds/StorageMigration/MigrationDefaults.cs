using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.StorageMigration;

/// <summary>Defaults of migrations of what is stored.</summary>
internal static class MigrationDefaults
{
    public static IEnumerable<string> Warnings(JsonObject item, JsonObject? old) => [$"StorageVersionMigration {item.Text("metadata", "name")} is kept, but nothing is migrated yet"];
}
