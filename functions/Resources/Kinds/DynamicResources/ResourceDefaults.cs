using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Defaults of devices and claims of them.</summary>
internal static class ResourceDefaults
{
    /// <summary>The expressions by which devices are selected are kept, and nobody evaluates them yet.</summary>
    public static IEnumerable<string> Warnings(JsonObject item, JsonObject? old) =>
        [$"{item.Text("kind")} {item.Text("metadata", "name")} is kept, but devices are not allocated yet, and expressions that select them are not evaluated"];

    public static void ResourceClaim(JsonObject item)
    {
        Claim(item["spec"]);
        ClaimStatus(item);
    }

    public static void ClaimStatus(JsonObject item)
    {
        foreach (var result in item.Objects("status", "allocation", "devices", "results"))
        {
            Tolerations(result);
        }
    }

    public static void ResourceClaimTemplate(JsonObject item)
    {
        Claim(item.At("spec", "spec"));
    }

    /// <summary>A taint without a time is of now.</summary>
    public static void DateTaints(JsonObject item, DateTimeOffset now)
    {
        foreach (var taint in item.Objects("spec", "devices").SelectMany(device => device.Objects("taints")))
        {
            taint.Default("timeAdded", Preparation.TimeText(now));
        }
    }

    /// <summary>A rule's taint evicts nobody yet.</summary>
    public static IEnumerable<string> TaintWarnings(JsonObject item, JsonObject? old) => [$"DeviceTaintRule {item.Text("metadata", "name")} is kept, but devices are not allocated yet, so that nothing is tainted"];

    /// <summary>A taint without a time is of now.</summary>
    public static void DateTaint(JsonObject item, DateTimeOffset now) => item.Ensure("spec").Ensure("taint").Default("timeAdded", Preparation.TimeText(now));

    /// <summary>So is one of another effect, whose time was left as it was.</summary>
    public static void DateTaint(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var (taint, before) = (item.Ensure("spec").Ensure("taint"), old.At("spec", "taint"));
        if (taint.Text("effect") != before.Text("effect") && taint.Text("timeAdded") == before.Text("timeAdded"))
        {
            taint.Remove("timeAdded");
        }

        DateTaint(item, now);
    }

    /// <summary>So is one that an update brings.</summary>
    public static void DateTaints(JsonObject item, JsonObject old, DateTimeOffset now) => DateTaints(item, now);

    private static void Claim(JsonNode? spec)
    {
        foreach (var request in spec.Objects("devices", "requests"))
        {
            var wanted = request.Objects("firstAvailable");
            foreach (var one in request["exactly"] is JsonObject exactly ? wanted.Append(exactly) : wanted)
            {
                Request(one);
            }
        }
    }

    private static void Request(JsonObject request)
    {
        if (string.IsNullOrEmpty(request.Text("allocationMode")))
        {
            request["allocationMode"] = "ExactCount";
        }

        if (request.Text("allocationMode") == "ExactCount" && (request.Integer("count") ?? 0) == 0)
        {
            request["count"] = 1;
        }

        Tolerations(request);
    }

    private static void Tolerations(JsonObject owner)
    {
        foreach (var toleration in owner.Objects("tolerations").Where(toleration => string.IsNullOrEmpty(toleration.Text("operator"))))
        {
            toleration["operator"] = "Equal";
        }
    }
}
