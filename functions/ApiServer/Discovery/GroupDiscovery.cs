using System.Text.Json.Nodes;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>Groups and their versions in the older form of discovery.</summary>
internal static class GroupDiscovery
{
    /// <summary>The versions of the core group.</summary>
    public static JsonObject Core(HttpRequest request) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = request.Host.Value }),
    };

    /// <summary>The named groups.</summary>
    public static JsonObject All(ServedResources served) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. served.Groups.Select(group => Of(group.Group, group.Versions))]),
    };

    /// <summary>One group, or null where there is none of that name.</summary>
    public static JsonObject? One(ServedResources served, string name)
    {
        var (group, versions) = served.Groups.FirstOrDefault(group => group.Group == name);
        if (group is null)
        {
            return null;
        }

        var document = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (field, value) in Of(group, versions))
        {
            document[field] = value?.DeepClone();
        }

        return document;
    }

    private static JsonObject Of(string group, IReadOnlyList<string> versions) => new()
    {
        ["name"] = group,
        ["versions"] = new JsonArray([.. versions.Select(version => Version(group, version))]),
        ["preferredVersion"] = Version(group, versions[0]),
    };

    private static JsonObject Version(string group, string version) => new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };
}
