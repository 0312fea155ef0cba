using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>What an update of a pod may change.</summary>
internal static class PodUpdateValidation
{
    private const string Message =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private const string DeadlineField = "spec.activeDeadlineSeconds";

    private static readonly string[] Containers = ["containers", "initContainers"];
    private static readonly string[] Free = ["activeDeadlineSeconds", "tolerations", "schedulingGates"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old) => PodAnnotationValidation.Update(item, old).Concat(Spec(item["spec"] as JsonObject ?? [], old["spec"] as JsonObject ?? []));

    private static IEnumerable<FieldError> Spec(JsonObject spec, JsonObject before)
    {
        if (JsonNode.DeepEquals(spec, before))
        {
            return [];
        }

        foreach (var name in Containers)
        {
            if (spec.Objects(name).Count() != before.Objects(name).Count())
            {
                return [Faults.Forbidden($"spec.{name}", "pod updates may not add or remove containers")];
            }
        }

        if (Deadline(spec, before) is { } late)
        {
            return [late];
        }

        var errors = Tolerations(spec, before).Concat(Gates(spec, before)).ToList();
        if (spec["activeDeadlineSeconds"] is null && before["activeDeadlineSeconds"] is not null)
        {
            errors.Insert(0, Faults.Invalid(DeadlineField, "null", "must not update from a positive integer to nil value"));
        }

        var isGated = before.Objects("schedulingGates").Any();
        if (isGated)
        {
            errors.AddRange(GatedPodValidation.Update(spec, before));
        }

        var isGraceMended = before.Integer("terminationGracePeriodSeconds") < 0 && spec.Integer("terminationGracePeriodSeconds") == 1;
        if (!JsonNode.DeepEquals(Fixed(spec, isGraceMended, isGated), Fixed(before, isGraceMended, isGated)))
        {
            errors.Add(Faults.Forbidden("spec", Message));
        }

        return errors;
    }

    /// <summary>A deadline that comes later than it did: nothing else is looked at then.</summary>
    private static FieldError? Deadline(JsonObject spec, JsonObject before)
    {
        var (now, then) = (spec.Integer("activeDeadlineSeconds"), before.Integer("activeDeadlineSeconds"));
        return now is < 0 or > int.MaxValue ? Faults.Invalid(DeadlineField, now, "must be between 0 and 2147483647, inclusive")
            : now > then ? Faults.Invalid(DeadlineField, now, "must be less than or equal to previous value")
            : null;
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
        foreach (var (gate, at) in Paths.Numbered(spec, "schedulingGates", "spec").Where(one => !earlier.Contains(one.Item.Text("name"))))
        {
            yield return Faults.Forbidden($"{at}.name", $"only deletion is allowed, but found new scheduling gate '{gate.Text("name")}'");
        }
    }

    private static JsonObject WithoutSeconds(JsonObject toleration)
    {
        var copy = (JsonObject)toleration.DeepClone();
        copy.Remove("tolerationSeconds");
        return copy;
    }

    /// <summary>The part of a spec that never changes.</summary>
    private static JsonObject Fixed(JsonObject spec, bool isGraceFree, bool isGated)
    {
        var copy = (JsonObject)spec.DeepClone();
        if (isGated)
        {
            GatedPodValidation.Remove(copy);
        }

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
