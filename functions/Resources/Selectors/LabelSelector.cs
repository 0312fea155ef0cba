namespace CloudOrchestrator.Resources.Selectors;

/// <summary>A label selector, parsed from its string form or from a LabelSelector object.</summary>
public sealed class LabelSelector
{
    private LabelSelector()
    {
    }

    /// <summary>Selects every object.</summary>
    public static LabelSelector Everything { get; } = new();

    /// <summary>Whether it selects every object.</summary>
    public bool IsEverything => true;
}
