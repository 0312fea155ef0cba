namespace CloudOrchestrator.Resources.Reactors;

/// <summary>One key of one reactor that is to be reconciled.</summary>
/// <param name="Reactor">The reactor's <see cref="IReactor.Name"/>.</param>
/// <param name="Key">The key as that reactor reads it.</param>
public sealed record Wake(string Reactor, string Key)
{
    /// <summary>No reactor's name has it.</summary>
    private const char Separator = ' ';

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    internal static Wake Parse(string text) => text.IndexOf(Separator, StringComparison.Ordinal) is var at and > 0
        ? new Wake(text[..at], text[(at + 1)..])
        : throw new FormatException($"\"{text}\" is no reactor and its key.");

    /// <inheritdoc/>
    public override string ToString() => $"{Reactor}{Separator}{Key}";
}
