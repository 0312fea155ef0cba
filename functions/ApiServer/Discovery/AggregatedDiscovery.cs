using System.Text.Json.Nodes;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>All groups, versions and resources in one document.</summary>
internal static class AggregatedDiscovery
{
    /// <summary>The document of the core group, or of all the others.</summary>
    /// <param name="served">What is served.</param>
    /// <param name="isCore">Whether of the core group.</param>
    /// <param name="version">The version of the document.</param>
    /// <param name="isStale">Whether what is said of custom resources is of before.</param>
    public static JsonObject Of(ServedResources served, bool isCore, string version, bool isStale)
    {
        IEnumerable<(string Group, IReadOnlyList<string> Versions)> groups = isCore ? [("", ["v1"])] : served.Groups;
        return new JsonObject
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. groups.Select(group => Group(served, group.Group, group.Versions, isStale))]),
        };
    }

    private static JsonObject Group(ServedResources served, string group, IReadOnlyList<string> versions, bool isStale) => new()
    {
        ["metadata"] = group.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = group },
        ["versions"] = new JsonArray([.. versions.Select(version => Version(served, group, version, isStale))]),
    };

    /// <summary>Of a version that another server is to serve nothing is known, but that it is there.</summary>
    private static JsonObject Version(ServedResources served, string group, string version, bool isStale)
    {
        var resources = served.In(group, version).ToList();
        var document = new JsonObject { ["version"] = version };
        if (resources.Count > 0)
        {
            document["resources"] = new JsonArray([.. resources.Select(Resource)]);
        }

        document["freshness"] = resources.Count == 0 || (isStale && resources.Any(resource => resource.IsCustom)) ? "Stale" : "Current";
        return document;
    }

    private static JsonObject Resource(ServedResource resource)
    {
        var document = new JsonObject
        {
            ["resource"] = resource.Plural,
            ["responseKind"] = Kind(resource.Group, resource.Version, resource.Kind),
            ["scope"] = resource.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Singular,
            ["verbs"] = Strings(resource.Verbs),
        };
        AddIfAny(document, "shortNames", resource.ShortNames);
        AddIfAny(document, "categories", resource.Categories);
        if (resource.Subresources.Count > 0)
        {
            document["subresources"] = new JsonArray([.. resource.Subresources.Select(Subresource)]);
        }

        return document;
    }

    private static JsonObject Subresource(ServedSubresource subresource) => new()
    {
        ["subresource"] = subresource.Name,
        ["responseKind"] = Kind(subresource.Group, subresource.Version, subresource.Kind),
        ["verbs"] = Strings(subresource.Verbs),
    };

    private static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static void AddIfAny(JsonObject document, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            document[name] = Strings(values);
        }
    }

    private static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];
}
