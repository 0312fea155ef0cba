using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Discovery;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The OpenAPI v3 document of one group and version.</summary>
internal static class OpenApiV3
{
    public static JsonObject Of(IReadOnlyList<ResourceKind> kinds) => new()
    {
        ["openapi"] = "3.0.0",
        ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = VersionRoute.GitVersion },
        ["paths"] = new OpenApiPaths(OpenApiDialect.V3).Of(kinds),
        ["components"] = new JsonObject { ["schemas"] = new OpenApiSchemas(OpenApiDialect.V3, Descriptions.Of(kinds)).Of(kinds) },
    };
}
