using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Requests;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>Says whether the sender may do something.</summary>
internal sealed class SelfSubjectAccessReview(IAuthorizer authorizer) : IReview
{
    public string Group => "authorization.k8s.io";

    public string Kind => "SelfSubjectAccessReview";

    public async ValueTask<JsonObject> AnswerAsync(ApiRequest request, JsonObject document) =>
        new() { ["allowed"] = await authorizer.IsAllowedAsync(request.User, AccessQuestion.Attributes(document["spec"]), request.Aborted) };
}
