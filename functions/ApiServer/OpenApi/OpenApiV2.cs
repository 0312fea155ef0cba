using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Discovery;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The OpenAPI v2 document of all kinds.</summary>
internal static class OpenApiV2
{
    public static JsonObject Of(IReadOnlyList<ResourceKind> kinds) => new()
    {
        ["swagger"] = "2.0",
        ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = VersionRoute.GitVersion },
        ["paths"] = new OpenApiPaths(OpenApiDialect.V2).Of(kinds),
        ["definitions"] = new OpenApiSchemas(OpenApiDialect.V2, Descriptions.Of(kinds)).Of(kinds),
    };
}
