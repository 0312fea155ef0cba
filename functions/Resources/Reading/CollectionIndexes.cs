using System.Collections.Concurrent;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Writing.Services;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>The indexes that collections declare.</summary>
internal static class CollectionIndexes
{
    /// <summary>By the uid of every owner.</summary>
    public const string Owner = "owner";

    /// <summary>By the uid of the controlling owner.</summary>
    public const string Controller = "controller";

    /// <summary>By <c>spec.nodeName</c>.</summary>
    public const string Node = "node";

    /// <summary>What has no node yet, by <c>spec.schedulerName</c>.</summary>
    public const string Waiting = "waiting";

    /// <summary>By what a service holds alone: its address and its node ports.</summary>
    public const string Holding = "holding";

    private static readonly IndexDefinition[] Common =
    [
        new(Owner, item => CollectionKeys.IsHidden(item.Key) ? [] : ObjectFacts.Of(item).Owners.Select(owner => owner.Uid)),
        new(Controller, item => CollectionKeys.IsHidden(item.Key) ? [] : ObjectFacts.Of(item).Owners.Where(owner => owner.IsController).Select(owner => owner.Uid)),
    ];

    private static readonly Dictionary<string, IndexDefinition[]> Special = new()
    {
        ["pods"] =
        [
            new(Node, static item => NonEmpty(item, static facts => facts.NodeName)),
            new(Waiting, static item => NonEmpty(item, static facts => facts.WaitsFor)),
        ],
        ["services"] = [new(Holding, item => CollectionKeys.IsHidden(item.Key) ? [] : ServiceHoldings.Of(item))],
    };

    private static readonly ConcurrentDictionary<string, CollectionDefinition> Definitions = new();

    /// <summary>A kind's collection.</summary>
    public static CollectionDefinition DefinitionOf(ResourceKind kind) =>
        DefinitionOf(kind.Collection);

    /// <summary>The collection of a name.</summary>
    public static CollectionDefinition DefinitionOf(string collection) =>
        Definitions.GetOrAdd(collection, static name => new CollectionDefinition(name, Special.TryGetValue(name, out var own) ? [.. Common, .. own] : Common));

    private static IEnumerable<string> NonEmpty(StoredObject item, Func<ObjectFacts, string> value) =>
        !CollectionKeys.IsHidden(item.Key) && value(ObjectFacts.Of(item)) is { Length: > 0 } found ? [found] : [];
}
