using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>What an update of a pod may change.</summary>
internal static class PodUpdateValidation
{
    private const string Message =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private static readonly string[] Free = ["activeDeadlineSeconds", "tolerations", "schedulingGates"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old)
    {
        var (spec, before) = (item["spec"] as JsonObject ?? [], old["spec"] as JsonObject ?? []);
        if (JsonNode.DeepEquals(spec, before))
        {
            return [];
        }

        if (spec.Objects("containers").Count() != before.Objects("containers").Count())
        {
            return [Faults.Forbidden("spec.containers", "pod updates may not add or remove containers")];
        }

        if (spec.Objects("initContainers").Count() != before.Objects("initContainers").Count())
        {
            return [Faults.Forbidden("spec.initContainers", "pod updates may not add or remove containers")];
        }

        var errors = Deadline(spec, before).Concat(Tolerations(spec, before)).Concat(Gates(spec, before)).ToList();
        var isGraceMended = before.Integer("terminationGracePeriodSeconds") < 0 && spec.Integer("terminationGracePeriodSeconds") == 1;
        if (!JsonNode.DeepEquals(Fixed(spec, isGraceMended), Fixed(before, isGraceMended)))
        {
            errors.Add(Faults.Forbidden("spec", Message));
        }

        return errors;
    }

    private static IEnumerable<FieldError> Deadline(JsonObject spec, JsonObject before)
    {
        const string field = "spec.activeDeadlineSeconds";
        var (now, then) = (spec.Integer("activeDeadlineSeconds"), before.Integer("activeDeadlineSeconds"));
        if (then is not null && now is null)
        {
            yield return Faults.Invalid(field, "null", "must not update from a positive integer to nil value");
        }
        else if (now > then)
        {
            yield return Faults.Invalid(field, now, "must be less than or equal to previous value");
        }
    }

    private static IEnumerable<FieldError> Tolerations(JsonObject spec, JsonObject before)
    {
        var now = spec.Objects("tolerations").Select(WithoutSeconds).ToList();
        if (before.Objects("tolerations").Select(WithoutSeconds).Any(old => !now.Any(one => JsonNode.DeepEquals(one, old))))
        {
            yield return Faults.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        }
    }

    private static IEnumerable<FieldError> Gates(JsonObject spec, JsonObject before)
    {
        var earlier = before.Objects("schedulingGates").Select(gate => gate.Text("name")).ToHashSet();
        foreach (var (gate, _) in Paths.Numbered(spec, "schedulingGates", "spec").Where(one => !earlier.Contains(one.Item.Text("name"))))
        {
            yield return Faults.Forbidden("spec.schedulingGates", $"only deletion is allowed, but found new scheduling gate '{gate.Text("name")}'");
        }
    }

    private static JsonObject WithoutSeconds(JsonObject toleration)
    {
        var copy = (JsonObject)toleration.DeepClone();
        copy.Remove("tolerationSeconds");
        return copy;
    }

    /// <summary>The part of a spec that never changes.</summary>
    private static JsonObject Fixed(JsonObject spec, bool isGraceFree)
    {
        var copy = (JsonObject)spec.DeepClone();
        if (isGraceFree)
        {
            copy.Remove("terminationGracePeriodSeconds");
        }

        foreach (var container in copy.Objects("containers").Concat(copy.Objects("initContainers")))
        {
            container.Remove("image");
        }

        foreach (var free in Free)
        {
            copy.Remove(free);
        }

        return copy;
    }
}
