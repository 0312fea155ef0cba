using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Authentication;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>Says whose token one is.</summary>
internal sealed class TokenReview(TokenAuthenticator authenticator) : IReview
{
    public string Group => "authentication.k8s.io";

    public string Kind => "TokenReview";

    public Refusal? Refuse(ApiRequest request, JsonObject document) =>
        string.IsNullOrEmpty(document.Text("spec", "token")) ? new Refusal.BadRequest("token is required for TokenReview in authentication") : null;

    public ValueTask<JsonObject> AnswerAsync(ApiRequest request, JsonObject document) => ValueTask.FromResult(
        authenticator.Find(document.Text("spec", "token")!) is { } user
            ? new JsonObject { ["authenticated"] = true, ["user"] = SelfSubjectReview.Describe(user) }
            : new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" });
}
