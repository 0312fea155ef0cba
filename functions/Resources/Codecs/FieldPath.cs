namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Where a value stands in a document; written out only when something is wrong there.</summary>
internal sealed class FieldPath(FieldPath? parent, string? name, int index)
{
    public override string ToString()
    {
        var before = parent?.ToString() ?? "";
        return index >= 0 ? $"{before}[{index}]"
            : name is null ? before
            : before.Length == 0 ? name
            : $"{before}.{name}";
    }
}
