using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.FlowControl;

/// <summary>The flows and levels that every cluster has, and that nobody may change.</summary>
public static class MandatoryFlows
{
    /// <summary>The flow and the level of what never waits.</summary>
    public const string Exempt = "exempt";

    private const string CatchAll = "catch-all";

    private const string Everything = """
        "resourceRules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"], "clusterScope": true, "namespaces": ["*"]}],
        "nonResourceRules": [{"verbs": ["*"], "nonResourceURLs": ["*"]}]
        """;

    /// <summary>What both flows and levels are called.</summary>
    public static IReadOnlyList<string> Names { get; } = [Exempt, CatchAll];

    /// <summary>The spec of a mandatory flow schema; null for others.</summary>
    public static JsonNode? Schema(string name) => name switch
    {
        Exempt => JsonNode.Parse($$$"""
            {"priorityLevelConfiguration": {"name": "exempt"}, "matchingPrecedence": 1,
             "rules": [{"subjects": [{"kind": "Group", "group": {"name": "system:masters"}}], {{{Everything}}}}]}
            """),
        CatchAll => JsonNode.Parse($$$"""
            {"priorityLevelConfiguration": {"name": "catch-all"}, "matchingPrecedence": 10000, "distinguisherMethod": {"type": "ByUser"},
             "rules": [{"subjects": [{"kind": "Group", "group": {"name": "system:unauthenticated"}}, {"kind": "Group", "group": {"name": "system:authenticated"}}], {{{Everything}}}}]}
            """),
        _ => null,
    };

    /// <summary>The spec of a mandatory level but for its <c>exempt</c>, which may change; null for others.</summary>
    public static JsonNode? Level(string name) => name switch
    {
        Exempt => JsonNode.Parse("""{"type": "Exempt"}"""),
        CatchAll => JsonNode.Parse("""{"type": "Limited", "limited": {"nominalConcurrencyShares": 5, "limitResponse": {"type": "Reject"}, "lendablePercent": 0}}"""),
        _ => null,
    };
}
