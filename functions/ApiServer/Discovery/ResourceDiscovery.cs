using System.Text.Json.Nodes;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>The resources of a version in the older form of discovery.</summary>
internal static class ResourceDiscovery
{
    /// <summary>The resources, or null where the version is not served.</summary>
    public static JsonObject? Of(ServedResources served, string group, string version)
    {
        var resources = served.In(group, version).ToList();
        return resources.Count == 0 ? null : new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = new JsonArray([.. resources.SelectMany(WithSubresources)]),
        };
    }

    private static IEnumerable<JsonObject> WithSubresources(ServedResource resource)
    {
        var document = new JsonObject
        {
            ["name"] = resource.Plural,
            ["singularName"] = resource.Singular,
            ["namespaced"] = resource.Namespaced,
            ["kind"] = resource.Kind,
            ["verbs"] = Strings(resource.Verbs),
        };
        AddIfAny(document, "shortNames", resource.ShortNames);
        AddIfAny(document, "categories", resource.Categories);
        yield return document;
        foreach (var subresource in resource.Subresources)
        {
            yield return Of(resource, subresource);
        }
    }

    private static JsonObject Of(ServedResource resource, ServedSubresource subresource)
    {
        var document = new JsonObject
        {
            ["name"] = $"{resource.Plural}/{subresource.Name}",
            ["singularName"] = "",
            ["namespaced"] = resource.Namespaced,
        };
        if (subresource.Group != resource.Group)
        {
            document["group"] = subresource.Group;
            document["version"] = subresource.Version;
        }

        document["kind"] = subresource.Kind;
        document["verbs"] = Strings(subresource.Verbs);
        return document;
    }

    private static void AddIfAny(JsonObject document, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            document[name] = Strings(values);
        }
    }

    private static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];
}
