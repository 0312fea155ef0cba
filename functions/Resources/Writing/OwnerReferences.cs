using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>Keeps of owners that an object names twice one, as Kubernetes does.</summary>
internal static class OwnerReferences
{
    /// <summary>Drops from a canonical document what is there already, word for word, and warns of it.</summary>
    public static void Dedupe(JsonObject document, WriteContext context)
    {
        if (document.At("metadata", "ownerReferences") is not JsonArray { Count: > 1 } owners)
        {
            return;
        }

        var repeated = new List<string>();
        for (var index = owners.Count - 1; index > 0; index--)
        {
            if (owners.Take(index).Any(earlier => JsonNode.DeepEquals(earlier, owners[index])))
            {
                repeated.Insert(0, owners[index].Text("uid") ?? "");
                owners.RemoveAt(index);
            }
        }

        if (repeated.Count > 0)
        {
            context.Warn([
                ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; "
                    + $"duplicate UID(s) observed: [{string.Join(' ', repeated)}]",
            ]);
        }
    }
}
