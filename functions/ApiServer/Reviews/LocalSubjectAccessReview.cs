using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>Says whether somebody may do something within a namespace, so that who owns no more than it can ask.</summary>
internal sealed class LocalSubjectAccessReview(IAuthorizer authorizer) : IReview
{
    public string Group => "authorization.k8s.io";

    public string Kind => "LocalSubjectAccessReview";

    public bool Namespaced => true;

    public Refusal? Refuse(ApiRequest request, JsonObject document)
    {
        var (spec, inside) = (document["spec"], request.Info.Namespace);
        var named = document.Text("metadata", "namespace") ?? inside;
        if (named != inside)
        {
            return new Refusal.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        var faults = AccessQuestion.Faults(spec).Concat(AccessQuestion.FaultsOfMetadata(document, "must be empty except for namespace")).ToList();
        if (spec.At("resourceAttributes") is { } resource && (resource.Text("namespace") ?? "") != inside)
        {
            faults.Add(AccessQuestion.Invalid("spec.resourceAttributes.namespace", JsonSerializer.Serialize(resource.Text("namespace") ?? ""), "must match metadata.namespace"));
        }

        if (spec.At("nonResourceAttributes") is { } path)
        {
            faults.Add(AccessQuestion.Invalid("spec.nonResourceAttributes", path.ToJsonString(), "disallowed on this kind of request"));
        }

        return faults.Count > 0 ? new Refusal.Invalid(Group, Kind, "", faults) : null;
    }

    public async ValueTask<JsonObject> AnswerAsync(ApiRequest request, JsonObject document) =>
        new() { ["allowed"] = await authorizer.IsAllowedAsync(AccessQuestion.Subject(document["spec"]), AccessQuestion.Attributes(document["spec"]), request.Aborted) };
}
