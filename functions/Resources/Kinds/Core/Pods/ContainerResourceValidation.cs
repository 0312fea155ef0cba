using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of requests and limits.</summary>
internal static class ContainerResourceValidation
{
    /// <summary>What containers can be given.</summary>
    private static readonly string[] OfContainers = ["cpu", "memory", "ephemeral-storage"];

    /// <summary>What comes in pieces.</summary>
    private static readonly string[] Counted =
        ["pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers"];

    /// <summary>What there is of anything, beside what belongs to somebody's domain.</summary>
    private static readonly string[] Standard =
    [
        .. OfContainers, "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage", "storage", "requests.storage", .. Counted,
    ];

    /// <summary>Rules of a container's resources, an overhead's too.</summary>
    public static IEnumerable<FieldError> Validate(JsonNode? resources, string at) => resources is null ? [] : Validate(resources, at, OfContainer);

    /// <param name="resources">The requests and limits.</param>
    /// <param name="at">Their path.</param>
    /// <param name="named">The rules of a resource's name, which is told of at a path.</param>
    public static IEnumerable<FieldError> Validate(JsonNode resources, string at, Func<string, string, IEnumerable<FieldError>> named)
    {
        var (limits, requests) = (resources.Map("limits"), resources.Map("requests"));
        var errors = limits.SelectMany(one => Amount(one.Key, one.Value, $"{at}.limits[{one.Key}]", named).Concat(HugePages(one.Key, one.Value, $"{at}.limits[{one.Key}]")))
            .Concat(requests.SelectMany(one => Amount(one.Key, one.Value, $"{at}.requests[{one.Key}]", named).Concat(Against(one.Key, one.Value, limits, at)).Concat(HugePages(one.Key, one.Value, $"{at}.requests[{one.Key}]"))));
        var all = limits.Keys.Concat(requests.Keys).ToList();
        return all.Any(IsHugePages) && !all.Exists(static resource => resource is "cpu" or "memory") ? errors.Append(Faults.Forbidden(at, "HugePages require cpu or memory")) : errors;
    }

    /// <summary>Rules of the name of any resource.</summary>
    public static IEnumerable<FieldError> Name(string resource, string at)
    {
        var errors = Faults.Each(at, resource, NameRules.QualifiedNameFaults(resource)).ToList();
        return errors.Count > 0 || resource.Contains('/', StringComparison.Ordinal) || Standard.Contains(resource) || IsHugePages(resource) || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal)
            ? errors
            : [Faults.Invalid(at, resource, "must be a standard resource type or fully qualified")];
    }

    /// <summary>Rules of how much there is of a resource: not less than nothing, and whole pieces of what comes in pieces.</summary>
    public static IEnumerable<FieldError> Amount(string resource, string text, string at)
    {
        if (!Quantity.TryParse(text, out var quantity))
        {
            yield break;
        }

        if (quantity.IsNegative)
        {
            yield return Faults.Invalid(at, text, "must be greater than or equal to 0");
        }

        if ((Counted.Contains(resource) || IsExtended(resource)) && quantity.MilliValue % 1000 != 0)
        {
            yield return Faults.Invalid(at, text, "must be an integer");
        }
    }

    public static bool IsHugePages(string resource) => resource.StartsWith("hugepages-", StringComparison.Ordinal);

    private static IEnumerable<FieldError> OfContainer(string resource, string at)
    {
        if (OfContainers.Contains(resource))
        {
            return [];
        }

        var errors = Name(resource, at);
        return !resource.Contains('/', StringComparison.Ordinal) && !IsHugePages(resource) ? errors.Append(Faults.Invalid(at, resource, "must be a standard resource for containers"))
            : !IsNative(resource) && !IsExtended(resource) ? errors.Append(Faults.Invalid(at, resource, "doesn't follow extended resource name standard"))
            : errors;
    }

    /// <summary>Whether a resource is Kubernetes' own.</summary>
    public static bool IsNative(string resource) => !resource.Contains('/', StringComparison.Ordinal) || resource.Contains("kubernetes.io/", StringComparison.Ordinal);

    private static bool IsExtended(string resource) =>
        !IsNative(resource) && !resource.StartsWith("requests.", StringComparison.Ordinal) && NameRules.IsQualifiedName("requests." + resource);

    private static bool IsOvercommittable(string resource) => IsNative(resource) && !IsHugePages(resource);

    private static IEnumerable<FieldError> Amount(string resource, string text, string at, Func<string, string, IEnumerable<FieldError>> named) => named(resource, at).Concat(Amount(resource, text, at));

    private static IEnumerable<FieldError> HugePages(string resource, string text, string at)
    {
        if (!IsHugePages(resource) || !Quantity.TryParse(text, out var quantity))
        {
            return [];
        }

        var isWhole = Quantity.TryParse(resource["hugepages-".Length..], out var page) && page.CompareTo(default) > 0 && page.MilliValue % 1000 == 0 && quantity.Value % page.Value == 0;
        return isWhole ? [] : [Faults.Invalid(at, text, $"{text} is not positive integer multiple of {resource}")];
    }

    private static IEnumerable<FieldError> Against(string resource, string text, IReadOnlyDictionary<string, string> limits, string at)
    {
        if (!Quantity.TryParse(text, out var request))
        {
            yield break;
        }

        if (!limits.TryGetValue(resource, out var most) || !Quantity.TryParse(most, out var limit))
        {
            if (!IsOvercommittable(resource))
            {
                yield return Faults.Required($"{at}.limits", "Limit must be set for non overcommitable resources");
            }
        }
        else if (!IsOvercommittable(resource) && !request.Equals(limit))
        {
            yield return Faults.Invalid($"{at}.requests", text, $"must be equal to {resource} limit of {most}");
        }
        else if (request.CompareTo(limit) > 0)
        {
            yield return Faults.Invalid($"{at}.requests", text, $"must be less than or equal to {resource} limit of {most}");
        }
    }
}
