using CloudOrchestrator.Resources.Kinds;
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

    private static readonly IndexDefinition[] Definitions =
    [
        new(Owner, item => ObjectFacts.Of(item).Owners.Select(owner => owner.Uid)),
        new(Controller, item => ObjectFacts.Of(item).Owners.Where(owner => owner.IsController).Select(owner => owner.Uid)),
        new(Node, item => [ObjectFacts.Of(item).NodeName]),
    ];

    /// <summary>A kind's collection. Only pods are looked up by node.</summary>
    public static CollectionDefinition DefinitionOf(ResourceKind kind) =>
        new(kind.Collection, kind.Collection == "pods" ? Definitions : Definitions[..2]);
}
