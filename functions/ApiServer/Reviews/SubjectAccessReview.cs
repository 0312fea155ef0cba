using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>Says whether somebody may do something.</summary>
internal sealed class SubjectAccessReview(IAuthorizer authorizer) : IReview
{
    public string Group => "authorization.k8s.io";

    public string Kind => "SubjectAccessReview";

    public Refusal? Refuse(ApiRequest request, JsonObject document) =>
        AccessQuestion.Faults(document["spec"]).Concat(AccessQuestion.FaultsOfMetadata(document)).ToList() is { Count: > 0 } faults ? new Refusal.Invalid(Group, Kind, "", faults) : null;

    public async ValueTask<JsonObject> AnswerAsync(ApiRequest request, JsonObject document) =>
        new() { ["allowed"] = await authorizer.IsAllowedAsync(AccessQuestion.Subject(document["spec"]), AccessQuestion.Attributes(document["spec"]), request.Aborted) };
}
