using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Requests;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>Says who the sender is.</summary>
internal class SelfSubjectReview : IReview
{
    public virtual string Version => "v1";

    public string Group => "authentication.k8s.io";

    public string Kind => "SelfSubjectReview";

    public ValueTask<JsonObject> AnswerAsync(ApiRequest request, JsonObject document)
    {
        var user = new JsonObject
        {
            ["username"] = request.User.Name,
            ["groups"] = new JsonArray([.. request.User.Groups.Select(group => (JsonNode)group)]),
        };
        if (request.User.Extra is { Count: > 0 } extra)
        {
            user["extra"] = new JsonObject(extra.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, new JsonArray([.. one.Value.Select(value => (JsonNode)value)]))));
        }

        return ValueTask.FromResult(new JsonObject { ["userInfo"] = user });
    }
}
