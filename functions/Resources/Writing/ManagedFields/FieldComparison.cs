namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>How a document differs from another, field by field.</summary>
internal sealed class FieldComparison
{
    private FieldTree? _changed;
    private FieldTree? _touched;

    /// <summary>What only the new document has.</summary>
    public FieldTree Added { get; init; } = FieldTree.Empty;

    /// <summary>What both have, with another value.</summary>
    public FieldTree Modified { get; init; } = FieldTree.Empty;

    /// <summary>What only the old document has.</summary>
    public FieldTree Removed { get; init; } = FieldTree.Empty;

    /// <summary>What the new document has that the old one had not, or not so.</summary>
    public FieldTree Changed => _changed ??= Added.Union(Modified);

    /// <summary>All in which the two differ.</summary>
    public FieldTree Touched => _touched ??= Changed.Union(Removed);

    /// <summary>Whether the two have the same fields with the same values.</summary>
    public bool IsSame => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;
}
