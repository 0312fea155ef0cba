using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Limits;

/// <summary>Rules of ResourceQuotas.</summary>
internal static class ResourceQuotaValidation
{
    private const string OperatorMessage =
        "must be 'Exist' only operator when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

    private static readonly string[] Scopes =
        ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity", "VolumeAttributesClass"];

    private static readonly string[] WithoutValues = ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "CrossNamespacePodAffinity"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        var errors = Amounts(spec["hard"], "spec.hard")
            .Concat(ScopesOf(spec, spec.Texts("scopes"), "spec.scopes", "spec.scopes", spec["scopes"]))
            .Concat(Selector(spec));
        return old is not null && !spec.Texts("scopes").ToHashSet().SetEquals(old.Texts("spec", "scopes"))
            ? errors.Append(Faults.Immutable("spec.scopes", spec["scopes"]))
            : errors;
    }

    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now) =>
        Amounts(item.At("status", "hard"), "status.hard").Concat(Amounts(item.At("status", "used"), "status.used"));

    private static IEnumerable<FieldError> Amounts(JsonNode? amounts, string at)
    {
        foreach (var (name, text) in amounts.Map())
        {
            var where = $"{at}[{name}]";
            foreach (var error in ResourceNames.ValidateOfQuota(name, where))
            {
                yield return error;
            }

            if (!Quantity.TryParse(text, out var amount))
            {
                continue;
            }

            if (amount.IsNegative)
            {
                yield return Faults.Invalid(where, text, "must be greater than or equal to 0");
            }

            if (ResourceNames.IsWhole(name) && !amount.IsWhole)
            {
                yield return Faults.Invalid(where, text, "must be an integer");
            }
        }
    }

    private static IEnumerable<FieldError> Selector(JsonObject spec)
    {
        const string at = "spec.scopeSelector.matchExpressions";
        var whole = spec["scopeSelector"];
        var scopes = whole.Objects("matchExpressions").Select(expression => expression.Text("scopeName") ?? "").ToList();
        return whole.Objects("matchExpressions").SelectMany(expression => Expression(expression, at)).Concat(ScopesOf(spec, scopes, $"{at}.scopeName", at, whole));
    }

    private static IEnumerable<FieldError> Expression(JsonObject expression, string at)
    {
        var (scope, name, values) = (expression.Text("scopeName") ?? "", expression.Text("operator") ?? "", expression.Texts("values").ToList());
        if (WithoutValues.Contains(scope) && name != "Exists")
        {
            yield return Faults.Invalid($"{at}.operator", name, OperatorMessage);
        }

        if (name is "In" or "NotIn" && values.Count == 0)
        {
            yield return Faults.Required($"{at}.values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
        }
        else if (name is "Exists" or "DoesNotExist" && values.Count > 0)
        {
            yield return Faults.Invalid($"{at}.values", expression["values"]?.DeepClone(), "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
        }
        else if (name is not ("In" or "NotIn" or "Exists" or "DoesNotExist"))
        {
            yield return Faults.Invalid($"{at}.operator", name, "not a valid selector operator");
        }
    }

    /// <param name="spec">The quota's spec.</param>
    /// <param name="scopes">The scopes.</param>
    /// <param name="nameAt">Where a scope's name stands.</param>
    /// <param name="at">Where all of them stand.</param>
    /// <param name="whole">All of them.</param>
    private static IEnumerable<FieldError> ScopesOf(JsonObject spec, IEnumerable<string> scopes, string nameAt, string at, JsonNode? whole)
    {
        var given = scopes.ToList();
        foreach (var scope in given)
        {
            if (!Scopes.Contains(scope))
            {
                yield return Faults.Invalid(nameAt, nameAt == at ? whole?.DeepClone() : scope, "unsupported scope");
            }

            foreach (var _ in spec.Map("hard").Keys.Where(name => Scopes.Contains(scope) && ResourceNames.IsOfQuota(name) && !ResourceNames.IsCounted(scope, name)))
            {
                yield return Faults.Invalid(at, whole?.DeepClone(), "unsupported scope applied to resource");
            }
        }

        foreach (var (one, other) in new[] { ("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating") })
        {
            if (given.Contains(one) && given.Contains(other))
            {
                yield return Faults.Invalid(at, whole?.DeepClone(), "conflicting scopes");
            }
        }
    }
}
