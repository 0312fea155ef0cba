namespace CloudOrchestrator.Resources.Selectors;

/// <summary>A field selector, parsed from its string form.</summary>
public sealed class FieldSelector
{
    private FieldSelector()
    {
    }

    /// <summary>Selects every object.</summary>
    public static FieldSelector Everything { get; } = new();

    /// <summary>Whether it selects every object.</summary>
    public bool IsEverything => true;
}
