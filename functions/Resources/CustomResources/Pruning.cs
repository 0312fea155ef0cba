using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Finds and drops what a structure does not have.</summary>
internal static class Pruning
{
    /// <summary>Takes an unknown member: whose it is, its name, its place.</summary>
    public delegate void Unknown(JsonObject owner, string name, FieldPath at);

    /// <summary>Drops the unknown members of a document.</summary>
    public static void Prune(JsonNode? value, Structure structure, bool isResource)
    {
        var unknown = new List<(JsonObject Owner, string Name)>();
        Visit(value, structure, new FieldPath(null, null, -1), isResource, (owner, name, _) => unknown.Add((owner, name)));

        // The last first, so that no member that goes moves those behind it.
        for (var index = unknown.Count - 1; index >= 0; index--)
        {
            var (owner, name) = unknown[index];
            owner.Remove(name);
        }
    }

    /// <summary>Visits the unknown members of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="structure">Its structure.</param>
    /// <param name="path">Its place.</param>
    /// <param name="isResource">Whether it has apiVersion, kind and metadata whatever the structure says.</param>
    /// <param name="unknown">Takes each.</param>
    public static void Visit(JsonNode? value, Structure structure, FieldPath path, bool isResource, Unknown unknown)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, member) in map)
                {
                    if (isResource && name is "apiVersion" or "kind" or "metadata")
                    {
                        continue;
                    }

                    var at = new FieldPath(path, name, -1);
                    if (structure.Member(name) is { } known)
                    {
                        Visit(member, known, at, known.IsEmbedded, unknown);
                    }
                    else if (!structure.KeepsUnknown && !structure.AllowsAny)
                    {
                        unknown(map, name, at);
                    }
                }

                break;
            case JsonArray list when structure.Items is { } items:
                for (var index = 0; index < list.Count; index++)
                {
                    Visit(list[index], items, new FieldPath(path, null, index), items.IsEmbedded, unknown);
                }

                break;
        }
    }
}
