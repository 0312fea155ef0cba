using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of the claims that a pod names, and of those that its containers use.</summary>
internal static class ResourceClaimValidation
{
    private static readonly string[] Sources = ["resourceClaimName", "resourceClaimTemplateName"];

    /// <param name="spec">The pod's spec.</param>
    /// <param name="field">Its path.</param>
    public static IEnumerable<FieldError> OfPod(JsonObject spec, string field)
    {
        if (spec["resourceClaims"] is null)
        {
            return [];
        }

        var names = new HashSet<string>();
        return Paths.Numbered(spec, "resourceClaims", field).SelectMany(one => Name(one.Item.Text("name") ?? "", $"{one.At}.name", names).Concat(Source(one.Item, one.At)));
    }

    private static IEnumerable<FieldError> Name(string name, string at, HashSet<string> names) =>
        name.Length == 0 ? [Faults.Required(at)]
        : names.Add(name) ? Faults.Each(at, name, NameRules.LabelFaults(name))
        : [Faults.Duplicate(at, name)];

    private static IEnumerable<FieldError> Source(JsonObject claim, string at)
    {
        var given = Sources.Where(source => claim[source] is not null).ToList();
        IEnumerable<FieldError> errors = given.Count switch
        {
            0 => [Faults.Invalid(at, claim.DeepClone(), "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`")],
            1 => [],
            _ => [Faults.Invalid(at, claim.DeepClone(), "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified")],
        };
        return errors.Concat(given.SelectMany(source => Faults.Each($"{at}.{source}", claim.Text(source) ?? "", NameRules.SubdomainFaults(claim.Text(source) ?? ""))));
    }

    /// <param name="resources">A container's resources.</param>
    /// <param name="at">Their path.</param>
    /// <param name="pod">The pod's spec.</param>
    public static IEnumerable<FieldError> OfContainer(JsonNode? resources, string at, JsonObject pod) => resources.At("claims") is null ? [] : Claims(resources, at, pod);

    private static IEnumerable<FieldError> Claims(JsonNode? resources, string at, JsonObject pod)
    {
        var used = new HashSet<string>();
        foreach (var (claim, where) in Paths.Numbered(resources, "claims", at))
        {
            var (name, request) = (claim.Text("name") ?? "", claim.Text("request") ?? "");
            foreach (var error in name.Length == 0 ? [Faults.Required(where)] : Used(name, request, where, used).Concat(Known(name, where, pod)))
            {
                yield return error;
            }
        }
    }

    /// <summary>Whoever has the whole of a claim has all its requests.</summary>
    private static IEnumerable<FieldError> Used(string name, string request, string at, HashSet<string> used)
    {
        if (used.Contains(name))
        {
            return [Faults.Duplicate(at, name)];
        }

        var key = request.Length == 0 ? name : $"{name}/{request}";
        var errors = request.Length == 0
            ? used.Where(one => one.StartsWith(name + "/", StringComparison.Ordinal)).Select(_ => Faults.Duplicate(at, name)).ToList()
            : [.. Faults.Each($"{at}.request", request, NameRules.LabelFaults(request))];
        return used.Add(key) ? errors : errors.Append(Faults.Duplicate(at, key));
    }

    private static IEnumerable<FieldError> Known(string name, string at, JsonObject pod)
    {
        var names = pod.Objects("resourceClaims").Select(claim => claim.Text("name") ?? "").Where(one => one.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
        return names.Contains(name)
            ? []
            : [Faults.NotFound(at, name, $"must be one of the names in pod.spec.resourceClaims{(names.Count == 0 ? " which is empty" : ": " + string.Join(", ", names))}")];
    }
}
