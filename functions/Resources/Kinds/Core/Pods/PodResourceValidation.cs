using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of the resources that a pod's containers share.</summary>
internal static class PodResourceValidation
{
    /// <param name="spec">The pod's spec.</param>
    /// <param name="field">Its path.</param>
    public static IEnumerable<FieldError> Validate(JsonObject spec, string field)
    {
        if (spec["resources"] is not JsonObject resources)
        {
            return [];
        }

        var at = $"{field}.resources";
        IEnumerable<FieldError> claims = resources["claims"] is null ? [] : [Faults.Forbidden($"{at}.claims", "claims cannot be set for Resources at pod-level")];
        return claims.Concat(ContainerResourceValidation.Validate(resources, at, Name)).Concat(Requests(spec, resources, at)).Concat(Limits(spec, resources, at));
    }

    private static IEnumerable<FieldError> Name(string resource, FieldText at)
    {
        var errors = ContainerResourceValidation.Name(resource, at).ToList();
        return errors.Count > 0 || resource is "cpu" or "memory" || ContainerResourceValidation.IsHugePages(resource) ? errors : [Faults.NotSupported(at.ToString(), resource, "cpu", "memory")];
    }

    /// <summary>The containers together ask for no more than the pod.</summary>
    private static IEnumerable<FieldError> Requests(JsonObject spec, JsonObject resources, string at) =>
        from one in Together(spec, "requests")
        let own = Quantity.TryParse(resources.Text("requests", one.Key), out var quantity) ? quantity : default
        where one.Value.CompareTo(own) > 0
        select Faults.Invalid($"{at}.requests[{one.Key}]", own.ToString(), $"must be greater than or equal to aggregate container requests of {one.Value}");

    /// <summary>What runs at once: the containers with the sidecars, or each init container with the sidecars before it.</summary>
    /// <param name="spec">The pod's spec.</param>
    /// <param name="list"><c>requests</c> or <c>limits</c>.</param>
    public static IReadOnlyDictionary<string, Quantity> Together(JsonObject spec, string list)
    {
        var (sum, sidecars, most) = (new Dictionary<string, Quantity>(), new Dictionary<string, Quantity>(), new Dictionary<string, Quantity>());
        foreach (var container in spec.Objects("containers"))
        {
            Add(sum, container, list);
        }

        foreach (var container in spec.Objects("initContainers"))
        {
            var isSidecar = container.Text("restartPolicy") == "Always";
            if (isSidecar)
            {
                Add(sum, container, list);
                Add(sidecars, container, list);
            }

            var step = new Dictionary<string, Quantity>(sidecars);
            if (!isSidecar)
            {
                Add(step, container, list);
            }

            Raise(most, step);
        }

        Raise(sum, most);
        return sum;
    }

    private static void Add(Dictionary<string, Quantity> sum, JsonObject container, string list)
    {
        foreach (var (resource, text) in container.Map("resources", list))
        {
            if (Quantity.TryParse(text, out var request))
            {
                sum[resource] = sum.TryGetValue(resource, out var before) ? before + request : request;
            }
        }
    }

    private static void Raise(Dictionary<string, Quantity> most, Dictionary<string, Quantity> step)
    {
        foreach (var (resource, request) in step.Where(one => !most.TryGetValue(one.Key, out var before) || one.Value.CompareTo(before) > 0))
        {
            most[resource] = request;
        }
    }

    /// <summary>No container may take more than the pod.</summary>
    private static IEnumerable<FieldError> Limits(JsonObject spec, JsonObject resources, string at) =>
        from container in spec.Objects("containers").Index()
        from limit in container.Item.Map("resources", "limits")
        let own = resources.Text("limits", limit.Key)
        where Quantity.TryParse(limit.Value, out var least) && Quantity.TryParse(own, out var most) && least.CompareTo(most) > 0
        select Faults.Invalid($"{at}.containers[{container.Index}][{limit.Key}].limits", limit.Value, $"must be less than or equal to pod limits of {own}");
}
