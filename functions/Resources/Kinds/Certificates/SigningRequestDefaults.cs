using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>What the server fills into requests of certificates.</summary>
internal static class SigningRequestDefaults
{
    private static readonly string[] Decisions = ["Approved", "Denied"];

    /// <summary>Who requests is never what the request says.</summary>
    public static void NoteRequester(JsonObject item, UserInfo user)
    {
        var spec = item.Ensure("spec");
        spec.Remove("uid");
        if (user.Uid.Length > 0)
        {
            spec["uid"] = user.Uid;
        }

        spec["username"] = user.Name;
        spec["groups"] = new JsonArray([.. user.Groups.Select(group => JsonValue.Create(group))]);
        spec["extra"] = new JsonObject((user.Extra ?? new Dictionary<string, IReadOnlyList<string>>())
            .Select(one => KeyValuePair.Create(one.Key, (JsonNode?)new JsonArray([.. one.Value.Select(value => JsonValue.Create(value))]))));
    }

    public static void PrepareUpdate(JsonObject item, JsonObject old, DateTimeOffset now) => item["spec"] = old["spec"]?.DeepClone();

    /// <summary>An approval changes conditions alone; a status leaves what was decided as it is said, and validation refuses another number of decisions.</summary>
    public static void PrepareStatus(JsonObject item, JsonObject old, Subresource subresource, DateTimeOffset now)
    {
        var before = old["status"] as JsonObject ?? [];
        if (subresource == Subresource.Approval)
        {
            var status = (JsonObject)before.DeepClone();
            status["conditions"] = item.At("status", "conditions")?.DeepClone();
            item["status"] = status;
        }
        else
        {
            foreach (var type in Decisions)
            {
                KeepDecision(item, before, type);
            }
        }

        foreach (var condition in item.Objects("status", "conditions"))
        {
            var same = before.Objects("conditions").FirstOrDefault(one => one.Text("type") == condition.Text("type") && one.Text("status") == condition.Text("status"));
            condition.Default("lastUpdateTime", Preparation.TimeText(now));
            condition.Default("lastTransitionTime", same.Text("lastTransitionTime") ?? Preparation.TimeText(now));
        }
    }

    private static void KeepDecision(JsonObject item, JsonObject before, string type)
    {
        var (kept, sent) = (Of(before["conditions"], type), Of(item.At("status", "conditions"), type));
        for (var index = 0; kept.Count == sent.Count && index < sent.Count; index++)
        {
            sent[index].ReplaceWith(kept[index].DeepClone());
        }
    }

    private static List<JsonObject> Of(JsonNode? conditions, string type) => [.. conditions.Objects().Where(one => one.Text("type") == type)];
}
