using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Discovery;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The OpenAPI v3 document of one group and version.</summary>
internal static class OpenApiV3
{
    public static JsonObject Of(IReadOnlyList<ResourceKind> kinds) => new()
    {
        ["openapi"] = "3.0.0",
        ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = VersionRoute.GitVersion },
        ["paths"] = OpenApiPaths.Of(kinds, (name, place) => new JsonObject { ["name"] = name, ["in"] = place, ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true } }),
        ["components"] = new JsonObject { ["schemas"] = OpenApiSchemas.Of(kinds, "#/components/schemas/") },
    };
}
