using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of requests and limits.</summary>
internal static class ContainerResourceValidation
{
    private static readonly string[] Standard = ["cpu", "memory", "ephemeral-storage"];

    public static IEnumerable<FieldError> Validate(JsonNode? resources, string at)
    {
        var (limits, requests) = (resources.Map("limits"), resources.Map("requests"));
        return limits.SelectMany(one => Quantities(one.Key, one.Value, $"{at}.limits[{one.Key}]"))
            .Concat(requests.SelectMany(one => Quantities(one.Key, one.Value, $"{at}.requests[{one.Key}]").Concat(Against(one.Key, one.Value, limits, at))));
    }

    private static bool IsOvercommittable(string resource) => Standard.Contains(resource) || resource.StartsWith("kubernetes.io/", StringComparison.Ordinal);

    private static bool IsHugePages(string resource) => resource.StartsWith("hugepages-", StringComparison.Ordinal);

    private static IEnumerable<FieldError> Quantities(string resource, string text, string at)
    {
        foreach (var error in Faults.Each(at, resource, NameRules.QualifiedNameFaults(resource)))
        {
            yield return error;
        }

        if (!resource.Contains('/', StringComparison.Ordinal) && !Standard.Contains(resource) && !IsHugePages(resource))
        {
            yield return Faults.Invalid(at, resource, "must be a standard resource type or fully qualified");
            yield return Faults.Invalid(at, resource, "must be a standard resource for containers");
        }

        if (!Quantity.TryParse(text, out var quantity))
        {
            yield break;
        }

        if (quantity.IsNegative)
        {
            yield return Faults.Invalid(at, text, "must be greater than or equal to 0");
        }
        else if (!IsOvercommittable(resource) && quantity.MilliValue % 1000 != 0)
        {
            yield return Faults.Invalid(at, text, "must be an integer");
        }
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
