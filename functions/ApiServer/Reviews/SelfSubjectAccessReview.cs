using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>Says whether the sender may do something.</summary>
internal sealed class SelfSubjectAccessReview(IAuthorizer authorizer) : IReview
{
    public string Group => "authorization.k8s.io";

    public string Kind => "SelfSubjectAccessReview";

    public async ValueTask<JsonObject> AnswerAsync(ApiRequest request, JsonObject document) =>
        new() { ["allowed"] = await authorizer.IsAllowedAsync(request.User, Attributes(document["spec"]), request.Aborted) };

    private static AccessAttributes Attributes(JsonNode? spec)
    {
        if (spec.At("nonResourceAttributes") is { } path)
        {
            return new AccessAttributes(path.Text("verb") ?? "", "", "", "", "", "", "", path.Text("path") ?? "");
        }

        var resource = spec.At("resourceAttributes");
        return new AccessAttributes(
            resource.Text("verb") ?? "",
            resource.Text("group") ?? "",
            resource.Text("version") ?? "",
            resource.Text("resource") ?? "",
            resource.Text("subresource") ?? "",
            resource.Text("namespace") ?? "",
            resource.Text("name") ?? "",
            "");
    }
}
