namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>An image's name, split as the engine's API wants it.</summary>
/// <param name="Name">The repository, or repository and digest.</param>
/// <param name="Tag">The tag; empty if there is a digest.</param>
internal sealed record ImageReference(string Name, string Tag)
{
    /// <summary>Without a tag the engine would pull every tag, so the default is said.</summary>
    public static ImageReference Parse(string reference)
    {
        if (reference.Contains('@', StringComparison.Ordinal))
        {
            return new ImageReference(reference, "");
        }

        var colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/')
            ? new ImageReference(reference[..colon], reference[(colon + 1)..])
            : new ImageReference(reference, "latest");
    }

    public override string ToString() => Tag.Length == 0 ? Name : $"{Name}:{Tag}";
}
