namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Where a value stands in a document; written out only when something is wrong there.</summary>
internal sealed class FieldPath(FieldPath? parent, string? name, int index)
{
    /// <summary>Most characters of a path that are shown, about: a message must not grow with a hostile body.</summary>
    private const int CharactersMax = 1024;

    /// <summary>In place of an index: the name is a key of a map.</summary>
    public const int Key = -2;

    /// <summary>Whether it is the place of the whole document.</summary>
    public bool IsRoot => parent is null && name is null;

    /// <summary>The fields alone, as Go's messages name a place: without the elements of lists and the keys of maps on the way.</summary>
    public string Fields()
    {
        var before = parent?.Fields() ?? "";
        return before.Length >= CharactersMax || index >= 0 || index == Key || name is null ? before
            : before.Length == 0 ? Shown(name)
            : $"{before}.{Shown(name)}";
    }

    public override string ToString()
    {
        var before = parent?.ToString() ?? "";
        return before.Length >= CharactersMax ? before
            : index >= 0 ? $"{before}[{index}]"
            : name is null ? before
            : before.Length == 0 ? Shown(name)
            : $"{before}.{Shown(name)}";
    }

    private static string Shown(string step) => step.Length <= CharactersMax ? step : step[..CharactersMax];
}
