using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>Lists what the sender may do. Everyone who is known may do everything so far.</summary>
internal sealed class SelfSubjectRulesReview : IReview
{
    public string Group => "authorization.k8s.io";

    public string Kind => "SelfSubjectRulesReview";

    public Refusal? Refuse(ApiRequest request, JsonObject document) =>
        string.IsNullOrEmpty(document.Text("spec", "namespace")) ? new Refusal.BadRequest("no namespace on request") : null;

    public ValueTask<JsonObject> AnswerAsync(ApiRequest request, JsonObject document) => ValueTask.FromResult(new JsonObject
    {
        ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }),
        ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") }),
        ["incomplete"] = false,
    });
}
