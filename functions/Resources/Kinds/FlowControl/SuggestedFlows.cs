using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.FlowControl;

/// <summary>The flows and levels that every cluster begins with, and that its administrators may change.</summary>
public static class SuggestedFlows
{
    private const int QueueLengthLimit = 50;

    private const string Everything = """[{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"], "clusterScope": true, "namespaces": ["*"]}]""";
    private const string Leases = """{"verbs": ["*"], "apiGroups": ["coordination.k8s.io"], "resources": ["leases"], "namespaces": ["*"]}""";
    private const string Nodes = $$"""[{"verbs": ["*"], "apiGroups": [""], "resources": ["nodes", "nodes/status"], "clusterScope": true, "namespaces": ["*"]}, {{Leases}}]""";
    private const string Elections = """[{"verbs": ["get", "create", "update"], "apiGroups": ["coordination.k8s.io"], "resources": ["leases"], "namespaces": ["*"]}]""";
    private const string Endpoints = """[{"verbs": ["get", "create", "update"], "apiGroups": [""], "resources": ["endpoints"], "namespaces": ["*"]}]""";
    private const string Anything = """[{"verbs": ["*"], "nonResourceURLs": ["*"]}]""";
    private const string Health = """[{"verbs": ["get"], "nonResourceURLs": ["/healthz", "/readyz", "/livez"]}]""";

    private const string Controllers = "system:kube-controller-manager";
    private const string Scheduler = "system:kube-scheduler";
    private static readonly string[] Everybody = ["system:unauthenticated", "system:authenticated"];

    /// <summary>Name and spec of each level.</summary>
    public static IEnumerable<(string Name, JsonObject Spec)> Levels =>
    [
        ("system", Level(shares: 30, lendablePercent: 33, queues: 64, handSize: 6)),
        ("node-high", Level(shares: 40, lendablePercent: 25, queues: 64, handSize: 6)),
        ("leader-election", Level(shares: 10, lendablePercent: 0, queues: 16, handSize: 4)),
        ("workload-high", Level(shares: 40, lendablePercent: 50, queues: 128, handSize: 6)),
        ("workload-low", Level(shares: 100, lendablePercent: 90, queues: 128, handSize: 6)),
        ("global-default", Level(shares: 20, lendablePercent: 50, queues: 128, handSize: 6)),
    ];

    /// <summary>Name and spec of each flow.</summary>
    public static IEnumerable<(string Name, JsonObject Spec)> Schemas =>
    [
        ("system-nodes", Flow("system", 500, "ByUser", Groups("system:nodes"), Everything, Anything)),
        ("system-node-high", Flow("node-high", 400, "ByUser", Groups("system:nodes"), Nodes)),
        ("system-leader-election", Flow("leader-election", 100, "ByUser", [.. Users(Controllers, Scheduler), .. Accounts("*")], Elections)),
        ("workload-leader-election", Flow("leader-election", 200, "ByUser", Accounts("*"), Elections)),
        ("endpoint-controller", Flow("workload-high", 150, "ByUser", [.. Users(Controllers), .. Accounts("endpoint-controller", "endpointslicemirroring-controller")], Endpoints)),
        ("kube-controller-manager", Flow("workload-high", 800, "ByNamespace", Users(Controllers), Everything, Anything)),
        ("kube-scheduler", Flow("workload-high", 800, "ByNamespace", Users(Scheduler), Everything, Anything)),
        ("kube-system-service-accounts", Flow("workload-high", 900, "ByNamespace", Accounts("*"), Everything, Anything)),
        ("service-accounts", Flow("workload-low", 9000, "ByUser", Groups("system:serviceaccounts"), Everything, Anything)),
        ("global-default", Flow("global-default", 9900, "ByUser", Groups(Everybody), Everything, Anything)),
        ("probes", Flow(MandatoryFlows.Exempt, 2, null, Groups(Everybody), null, Health)),
    ];

    private static JsonObject Level(int shares, int lendablePercent, int queues, int handSize) => new()
    {
        ["type"] = "Limited",
        ["limited"] = new JsonObject
        {
            ["nominalConcurrencyShares"] = shares,
            ["lendablePercent"] = lendablePercent,
            ["limitResponse"] = new JsonObject
            {
                ["type"] = "Queue",
                ["queuing"] = new JsonObject { ["queues"] = queues, ["handSize"] = handSize, ["queueLengthLimit"] = QueueLengthLimit },
            },
        },
    };

    /// <param name="level">The level that its requests are of.</param>
    /// <param name="precedence">Lower ones match first.</param>
    /// <param name="distinguisher">What tells one requester from another; null for nothing.</param>
    /// <param name="subjects">Whose requests.</param>
    /// <param name="resources">Which of resources, a JSON list; null for none.</param>
    /// <param name="others">Which of others, a JSON list; null for none.</param>
    private static JsonObject Flow(string level, int precedence, string? distinguisher, IEnumerable<JsonObject> subjects, string? resources, string? others = null)
    {
        var rule = new JsonObject { ["subjects"] = new JsonArray([.. subjects]) };
        Add(rule, "resourceRules", resources);
        Add(rule, "nonResourceRules", others);
        var flow = new JsonObject { ["priorityLevelConfiguration"] = new JsonObject { ["name"] = level }, ["matchingPrecedence"] = precedence, ["rules"] = new JsonArray(rule) };
        if (distinguisher is not null)
        {
            flow["distinguisherMethod"] = new JsonObject { ["type"] = distinguisher };
        }

        return flow;
    }

    private static void Add(JsonObject rule, string member, string? list)
    {
        if (list is not null)
        {
            rule[member] = JsonNode.Parse(list);
        }
    }

    private static IEnumerable<JsonObject> Groups(params string[] names) =>
        names.Select(name => new JsonObject { ["kind"] = "Group", ["group"] = new JsonObject { ["name"] = name } });

    private static IEnumerable<JsonObject> Users(params string[] names) =>
        names.Select(name => new JsonObject { ["kind"] = "User", ["user"] = new JsonObject { ["name"] = name } });

    private static IEnumerable<JsonObject> Accounts(params string[] names) =>
        names.Select(name => new JsonObject { ["kind"] = "ServiceAccount", ["serviceAccount"] = new JsonObject { ["namespace"] = "kube-system", ["name"] = name } });
}
