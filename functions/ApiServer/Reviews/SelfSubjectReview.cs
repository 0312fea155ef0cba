using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>Says who the sender is.</summary>
internal class SelfSubjectReview : IReview
{
    public virtual string Version => "v1";

    public string Group => "authentication.k8s.io";

    public string Kind => "SelfSubjectReview";

    public ValueTask<JsonObject> AnswerAsync(ApiRequest request, JsonObject document) =>
        ValueTask.FromResult(new JsonObject { ["userInfo"] = Describe(request.User) });

    /// <summary>A user, as reviews describe one.</summary>
    public static JsonObject Describe(UserInfo known)
    {
        var user = new JsonObject { ["username"] = known.Name };
        if (known.Uid.Length > 0)
        {
            user["uid"] = known.Uid;
        }

        user["groups"] = new JsonArray([.. known.Groups.Select(group => (JsonNode)group)]);
        if (known.Extra is { Count: > 0 } extra)
        {
            user["extra"] = new JsonObject(extra.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, new JsonArray([.. one.Value.Select(value => (JsonNode)value)]))));
        }

        return user;
    }
}
