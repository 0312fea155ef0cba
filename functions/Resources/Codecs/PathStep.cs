namespace CloudOrchestrator.Resources.Codecs;

/// <summary>The step to a value from the path of what holds it. Only what has members or elements, or is wrong, needs a path of its own.</summary>
/// <param name="Parent">The path of what holds the value; null for the root.</param>
/// <param name="Name">The value's name there; null for an element.</param>
/// <param name="Index">The element's index; -1 for a field, <see cref="FieldPath.Key"/> for the key of a map.</param>
internal readonly record struct PathStep(FieldPath? Parent, string? Name, int Index)
{
    public FieldPath ToPath() => new(Parent, Name, Index);
}
