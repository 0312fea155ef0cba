using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The paths of kinds, with the operations and query parameters by which clients learn what the server can do.</summary>
internal static class OpenApiPaths
{
    private static readonly string[] WriteParameters = ["dryRun", "fieldManager", "fieldValidation"];

    /// <param name="kinds">The kinds.</param>
    /// <param name="parameterOf">A string parameter of this name and place in the document's own form.</param>
    public static JsonObject Of(IEnumerable<ResourceKind> kinds, Func<string, string, JsonObject> parameterOf)
    {
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            var root = kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.Group}/{kind.Version}";
            var collection = kind.Namespaced ? $"{root}/namespaces/{{namespace}}/{kind.Plural}" : $"{root}/{kind.Plural}";
            paths[collection] = new JsonObject
            {
                ["get"] = Operation(kind, "list", [], parameterOf),
                ["post"] = Operation(kind, "post", WriteParameters, parameterOf),
                ["delete"] = Operation(kind, "deletecollection", ["dryRun"], parameterOf),
            };
            paths[$"{collection}/{{name}}"] = new JsonObject
            {
                ["get"] = Operation(kind, "get", [], parameterOf),
                ["put"] = Operation(kind, "put", WriteParameters, parameterOf),
                ["patch"] = Operation(kind, "patch", WriteParameters, parameterOf),
                ["delete"] = Operation(kind, "delete", ["dryRun"], parameterOf),
            };
        }

        return paths;
    }

    private static JsonObject Operation(ResourceKind kind, string action, string[] queries, Func<string, string, JsonObject> parameterOf) => new()
    {
        ["operationId"] = $"{action}{kind.Group.Replace(".", "", StringComparison.Ordinal)}{kind.Version}{kind.Kind}",
        ["parameters"] = new JsonArray([.. queries.Select(name => (JsonNode)parameterOf(name, "query"))]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = OpenApiSchemas.GroupVersionKind(kind),
    };
}
