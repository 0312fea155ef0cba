using CloudOrchestrator.Resources.Selectors;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>What a list asks for.</summary>
public sealed record ListQuery
{
    /// <summary>One namespace; null for all, or for cluster-scoped kinds.</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector.</summary>
    public LabelSelector Labels { get; init; } = LabelSelector.Everything;

    /// <summary>Field selector.</summary>
    public FieldSelector Fields { get; init; } = FieldSelector.Everything;

    /// <summary>Most objects of a page; 0 for no limit.</summary>
    public int Limit { get; init; }

    /// <summary>The continue token of the page before; null for the first.</summary>
    public string? Continue { get; init; }

    /// <summary>The resourceVersion asked for; null when absent (a current list), 0 for any age.</summary>
    public long? ResourceVersion { get; init; }

    /// <summary>How <see cref="ResourceVersion"/> is meant.</summary>
    public ResourceVersionMatch Match { get; init; } = ResourceVersionMatch.NotOlderThan;

    /// <summary>Of a request that may be sent again: all lists with this id within ten minutes are of the revision of the first. Null for none.</summary>
    public ReplayId? ReplayId { get; init; }

    /// <summary>Whether every such list is of one revision, whenever it comes.</summary>
    internal bool IsOfOneRevision => Continue is { Length: > 0 } || this is { Match: ResourceVersionMatch.Exact, ResourceVersion: > 0 };
}

/// <summary>How a list's resourceVersion is meant.</summary>
public enum ResourceVersionMatch
{
    /// <summary>At least as new.</summary>
    NotOlderThan,

    /// <summary>Exactly that one.</summary>
    Exact,
}

/// <summary>What a list answers.</summary>
public abstract record ListOutcome
{
    private ListOutcome()
    {
    }

    /// <summary>A page.</summary>
    /// <param name="Items">The objects, in order.</param>
    /// <param name="Revision">The revision that the list is.</param>
    /// <param name="Continue">The token of the next page; null at the end.</param>
    /// <param name="RemainingItemCount">How many more there are; null when unknown.</param>
    public sealed record Page(IReadOnlyList<ResourceObject> Items, long Revision, string? Continue, long? RemainingItemCount) : ListOutcome;

    /// <summary>Not answered.</summary>
    public sealed record Refused(Refusal Refusal) : ListOutcome;
}
