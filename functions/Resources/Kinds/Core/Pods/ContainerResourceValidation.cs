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
    public static IEnumerable<FieldError> Validate(JsonNode? resources, FieldText at) => resources is null ? [] : Validate(resources, at.ToString(), OfContainer);

    /// <param name="resources">The requests and limits.</param>
    /// <param name="at">Their path.</param>
    /// <param name="named">The rules of a resource's name, which is told of at a path.</param>
    public static IEnumerable<FieldError> Validate(JsonNode resources, string at, Func<string, FieldText, IEnumerable<FieldError>> named)
    {
        var (limits, requests) = (resources["limits"] as JsonObject, resources["requests"] as JsonObject);
        List<FieldError>? errors = null;
        for (var index = 0; index < limits?.Count; index++)
        {
            var (resource, amount) = limits.GetAt(index);
            var text = amount.Text() ?? "";
            FieldText where = $"{at}.limits[{resource}]";
            Faults.Add(ref errors, Faults.All(named(resource, where), Amount(resource, text, where), HugePages(resource, text, where)));
        }

        for (var index = 0; index < requests?.Count; index++)
        {
            var (resource, amount) = requests.GetAt(index);
            var text = amount.Text() ?? "";
            FieldText where = $"{at}.requests[{resource}]";
            Faults.Add(ref errors, Faults.All(named(resource, where), Amount(resource, text, where), Against(resource, text, limits, at), HugePages(resource, text, where)));
        }

        Faults.Add(ref errors, AreHugePagesAlone(limits, requests) ? [Faults.Forbidden(at, "HugePages require cpu or memory")] : []);
        return errors ?? Enumerable.Empty<FieldError>();
    }

    /// <summary>Rules of the name of any resource.</summary>
    public static IEnumerable<FieldError> Name(string resource, FieldText at)
    {
        var errors = Faults.Each(at, resource, NameRules.QualifiedNameFaults(resource)).ToList();
        return errors.Count > 0 || resource.Contains('/', StringComparison.Ordinal) || Standard.Contains(resource) || IsHugePages(resource) || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal)
            ? errors
            : [Faults.Invalid(at.ToString(), resource, "must be a standard resource type or fully qualified")];
    }

    /// <summary>Rules of how much there is of a resource: not less than nothing, and whole pieces of what comes in pieces.</summary>
    public static IEnumerable<FieldError> Amount(string resource, string text, FieldText at) =>
        !Quantity.TryParse(text, out var quantity)
            ? []
            : Faults.All(
                quantity.IsNegative ? [Faults.Invalid(at.ToString(), text, "must be greater than or equal to 0")] : [],
                (Counted.Contains(resource) || IsExtended(resource)) && !quantity.IsWhole ? [Faults.Invalid(at.ToString(), text, "must be an integer")] : []);

    public static bool IsHugePages(string resource) => resource.StartsWith("hugepages-", StringComparison.Ordinal);

    private static IEnumerable<FieldError> OfContainer(string resource, FieldText at)
    {
        if (OfContainers.Contains(resource))
        {
            return [];
        }

        var errors = Name(resource, at);
        return !resource.Contains('/', StringComparison.Ordinal) && !IsHugePages(resource) ? errors.Append(Faults.Invalid(at.ToString(), resource, "must be a standard resource for containers"))
            : !IsNative(resource) && !IsExtended(resource) ? errors.Append(Faults.Invalid(at.ToString(), resource, "doesn't follow extended resource name standard"))
            : errors;
    }

    /// <summary>Whether a resource is Kubernetes' own.</summary>
    public static bool IsNative(string resource) => !resource.Contains('/', StringComparison.Ordinal) || resource.Contains("kubernetes.io/", StringComparison.Ordinal);

    private static bool IsExtended(string resource) =>
        !IsNative(resource) && !resource.StartsWith("requests.", StringComparison.Ordinal) && NameRules.IsQualifiedName("requests." + resource);

    private static bool IsOvercommittable(string resource) => IsNative(resource) && !IsHugePages(resource);

    private static IEnumerable<FieldError> HugePages(string resource, string text, FieldText at)
    {
        if (!IsHugePages(resource) || !Quantity.TryParse(text, out var quantity))
        {
            return [];
        }

        var isWhole = Quantity.TryParse(resource["hugepages-".Length..], out var page) && page.CompareTo(default) > 0 && page.IsWhole && quantity.Value % page.Value == 0;
        return isWhole ? [] : [Faults.Invalid(at.ToString(), text, $"{text} is not positive integer multiple of {resource}")];
    }

    private static IEnumerable<FieldError> Against(string resource, string text, JsonObject? limits, string at)
    {
        if (!Quantity.TryParse(text, out var request))
        {
            return [];
        }

        var most = limits?[resource].Text();
        return most is null || !Quantity.TryParse(most, out var limit)
                ? IsOvercommittable(resource) ? [] : [Faults.Required($"{at}.limits", "Limit must be set for non overcommitable resources")]
            : !IsOvercommittable(resource) && !request.Equals(limit) ? [Faults.Invalid($"{at}.requests", text, $"must be equal to {resource} limit of {most}")]
            : request.CompareTo(limit) > 0 ? [Faults.Invalid($"{at}.requests", text, $"must be less than or equal to {resource} limit of {most}")]
            : [];
    }

    private static bool AreHugePagesAlone(JsonObject? limits, JsonObject? requests) =>
        (Has(limits, IsHugePages) || Has(requests, IsHugePages)) && !Has(limits, IsOrdinary) && !Has(requests, IsOrdinary);

    private static bool IsOrdinary(string resource) => resource is "cpu" or "memory";

    private static bool Has(JsonObject? amounts, Func<string, bool> holds)
    {
        for (var index = 0; index < amounts?.Count; index++)
        {
            if (holds(amounts.GetAt(index).Key))
            {
                return true;
            }
        }

        return false;
    }
}
