using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Discovery;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The OpenAPI v2 document of all kinds.</summary>
internal static class OpenApiV2
{
    public static JsonObject Of(IReadOnlyList<ResourceKind> kinds) => new()
    {
        ["swagger"] = "2.0",
        ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = VersionRoute.GitVersion },
        ["paths"] = OpenApiPaths.Of(kinds, (name, place) => new JsonObject { ["name"] = name, ["in"] = place, ["type"] = "string", ["uniqueItems"] = true }),
        ["definitions"] = OpenApiSchemas.Of(kinds, "#/definitions/"),
    };
}
