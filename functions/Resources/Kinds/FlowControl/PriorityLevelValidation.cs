using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.FlowControl;

/// <summary>Rules of the levels of requests.</summary>
internal static class PriorityLevelValidation
{
    private const long QueuesMax = 10_000_000;

    /// <summary>Most bits of a hash by which a flow's queues are dealt.</summary>
    private const int HashBitsMax = 60;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var (spec, name) = (item["spec"], item.Text("metadata", "name") ?? "");
        var type = spec.Text("type") ?? "";
        IEnumerable<FieldError> named = (name == MandatoryFlows.Exempt) == (type == "Exempt") ? [] : [Faults.Invalid("spec.type", type, "type must be 'Exempt' if and only if name is 'exempt'")];
        return named.Concat(OfType(spec, type)).Concat(Fixed(name, spec));
    }

    private static IEnumerable<FieldError> Fixed(string name, JsonNode? spec)
    {
        var given = spec?.DeepClone() as JsonObject ?? [];
        if (name == MandatoryFlows.Exempt)
        {
            given.Remove("exempt");
        }

        return MandatoryFlows.Level(name) is { } wanted && !JsonNode.DeepEquals(given, wanted)
            ? [Faults.Invalid("spec", spec, $"spec of '{name}' must equal the fixed value")]
            : [];
    }

    private static IEnumerable<FieldError> OfType(JsonNode? spec, string type)
    {
        var (limited, exempt) = (spec.At("limited") as JsonObject, spec.At("exempt") as JsonObject);
        return type switch
        {
            "Exempt" => (limited is null ? [] : new[] { Faults.Forbidden("spec.limited", "must be nil if the type is not Limited") })
                .Concat(exempt is null ? [] : Shares(exempt, "spec.exempt")),
            "Limited" => (exempt is null ? [] : new[] { Faults.Forbidden("spec.exempt", "must be nil if the type is Limited") })
                .Concat(limited is null ? [Faults.Required("spec.limited", "must not be empty when type is Limited")] : Limited(limited)),
            _ => [Faults.NotSupported("spec.type", type, "Exempt", "Limited")],
        };
    }

    private static IEnumerable<FieldError> Shares(JsonObject owner, string at)
    {
        if (owner.Integer("nominalConcurrencyShares") is < 0 and var shares)
        {
            yield return Faults.Invalid($"{at}.nominalConcurrencyShares", shares, "must be a non-negative integer");
        }

        if (owner.Integer("lendablePercent") is < 0 or > 100)
        {
            yield return Faults.Invalid($"{at}.lendablePercent", owner.Integer("lendablePercent"), "must be between 0 and 100, inclusive");
        }
    }

    private static IEnumerable<FieldError> Limited(JsonObject limited)
    {
        IEnumerable<FieldError> borrowing = limited.Integer("borrowingLimitPercent") is < 0 and var percent
            ? [Faults.Invalid("spec.limited.borrowingLimitPercent", percent, "if specified, must be a non-negative integer")]
            : [];
        var (type, queuing) = (limited.Text("limitResponse", "type"), limited.At("limitResponse", "queuing"));
        const string At = "spec.limited.limitResponse";
        return Shares(limited, "spec.limited").Concat(borrowing).Concat((type, queuing) switch
        {
            ("Reject", not null) => [Faults.Forbidden($"{At}.queuing", "must be nil if limited.limitResponse.type is not Limited")],
            ("Reject", _) => [],
            ("Queue", null) => [Faults.Required($"{At}.queuing", "must not be empty if limited.limitResponse.type is Limited")],
            ("Queue", _) => Queuing(queuing, $"{At}.queuing"),
            _ => [Faults.NotSupported($"{At}.type", type, "Queue", "Reject")],
        });
    }

    private static IEnumerable<FieldError> Queuing(JsonNode? queuing, string at)
    {
        var (length, queues, hand) = (queuing.Integer("queueLengthLimit") ?? 0, queuing.Integer("queues") ?? 0, queuing.Integer("handSize") ?? 0);
        if (length <= 0)
        {
            yield return Faults.Invalid($"{at}.queueLengthLimit", length, "must be positive");
        }

        if (queues is <= 0 or > QueuesMax)
        {
            yield return Faults.Invalid($"{at}.queues", queues, queues <= 0 ? "must be positive" : $"must not be greater than {QueuesMax}");
        }

        var fault = hand <= 0 ? "must be positive"
            : hand > queues ? $"should not be greater than queues ({queues})"
            : Math.Ceiling(Math.Log2(queues) * hand) > HashBitsMax ? $"required entropy bits of deckSize {queues} and handSize {hand} should not be greater than {HashBitsMax}"
            : null;
        if (fault is not null)
        {
            yield return Faults.Invalid($"{at}.handSize", hand, fault);
        }
    }
}
