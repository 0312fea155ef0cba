using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Core.Storage;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>Rules of StatefulSets.</summary>
internal static class StatefulSetValidation
{
    private const string UpdateMessage =
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    private static readonly string[] Free =
        ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        return Policies(spec)
            .Concat(Strategy(spec["updateStrategy"], "spec.updateStrategy"))
            .Concat(Faults.NotNegative(spec, "spec", "replicas", "minReadySeconds"))
            .Concat(Faults.NotNegative(spec["ordinals"], "spec.ordinals", "start"))
            .Concat(ServiceName(spec.Text("serviceName") ?? ""))
            .Concat(Claims(spec))
            .Concat(WorkloadValidation.Selector(spec, "statefulset", ""))
            .Concat(PodTemplateValidation.IsSelector(spec["selector"]) ? PodTemplateValidation.Validate(Mounting(spec), "spec.template") : [])
            .Concat(PodTemplateValidation.RunsForEver(spec["template"], "spec.template", "StatefulSet"))
            .Concat(Changed(spec, old?["spec"] as JsonObject));
    }

    private static IEnumerable<FieldError> Policies(JsonObject spec)
    {
        if (spec.Text("podManagementPolicy") is not ("OrderedReady" or "Parallel"))
        {
            yield return Faults.Invalid("spec.podManagementPolicy", spec["podManagementPolicy"], "must be 'OrderedReady' or 'Parallel'");
        }

        foreach (var name in new[] { "whenDeleted", "whenScaled" })
        {
            if (spec.Text("persistentVolumeClaimRetentionPolicy", name) is not ("Retain" or "Delete"))
            {
                yield return Faults.NotSupported($"spec.persistentVolumeClaimRetentionPolicy.{name}", spec.Text("persistentVolumeClaimRetentionPolicy", name), "Retain", "Delete");
            }
        }
    }

    private static IEnumerable<FieldError> Strategy(JsonNode? strategy, string at)
    {
        var rolling = strategy.At("rollingUpdate");
        switch (strategy.Text("type"))
        {
            case "OnDelete":
                return rolling is null ? [] : [Faults.Invalid($"{at}.rollingUpdate", rolling.DeepClone(), "only allowed for updateStrategy 'RollingUpdate'")];
            case "RollingUpdate":
                var unavailable = rolling.At("maxUnavailable");
                var where = $"{at}.rollingUpdate.maxUnavailable";
                IEnumerable<FieldError> none = unavailable is not null && Portions.IsZero(unavailable) ? [Faults.Invalid(where, unavailable.DeepClone(), "cannot be 0")] : [];
                return Faults.NotNegative(rolling, $"{at}.rollingUpdate", "partition").Concat(Portions.Validate(unavailable, where)).Concat(none).Concat(Portions.AtMostAll(unavailable, where));
            default:
                return [Faults.Invalid(at, strategy?.DeepClone(), "must be 'RollingUpdate' or 'OnDelete'")];
        }
    }

    private static IEnumerable<FieldError> ServiceName(string name) => name.Length == 0 ? [] : Faults.Each("spec.serviceName", name, NameRules.LabelFaults(name));

    private static IEnumerable<FieldError> Claims(JsonObject spec) =>
        Paths.Numbered(spec, "volumeClaimTemplates", "spec").SelectMany(one => ClaimValidation.Spec(one.Item["spec"] as JsonObject ?? [], $"{one.At}.spec"));

    /// <summary>The template with the volumes that its pods get: those of the claims come first.</summary>
    private static JsonNode? Mounting(JsonObject spec)
    {
        var claims = spec.Objects("volumeClaimTemplates").Select(claim => claim.Text("metadata", "name") ?? "").ToList();
        if (claims.Count == 0 || spec["template"]?.DeepClone() is not JsonObject template)
        {
            return spec["template"];
        }

        var inner = template.Ensure("spec");
        var volumes = inner.Ensure<JsonArray>("volumes", static () => []);
        foreach (var replaced in volumes.Where(volume => claims.Contains(volume.Text("name") ?? "")).ToList())
        {
            volumes.Remove(replaced);
        }

        foreach (var name in claims)
        {
            volumes.Add(new JsonObject { ["name"] = name, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = name } });
        }

        return template;
    }

    private static IEnumerable<FieldError> Changed(JsonObject spec, JsonObject? old) =>
        old is null || JsonNode.DeepEquals(Fixed(spec), Fixed(old)) ? [] : [Faults.Forbidden("spec", UpdateMessage)];

    private static JsonObject Fixed(JsonObject spec)
    {
        var copy = (JsonObject)spec.DeepClone();
        foreach (var free in Free)
        {
            copy.Remove(free);
        }

        return copy;
    }
}
