namespace CloudOrchestrator.Volumes.Files;

/// <summary>One file of a volume whose content comes from the API.</summary>
/// <param name="Path">Where it is below the volume's root.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Mode">Its permissions.</param>
internal sealed record VolumeFile(string Path, byte[] Content, int Mode)
{
    /// <summary>Why a path cannot be a volume's file; null if it can.</summary>
    /// <remarks>Names that begin with two dots are the writer's own.</remarks>
    public static string? Refuse(string path) =>
        path.Length == 0 ? "a path is empty"
        : path[0] == '/' ? $"path {path} must be relative"
        : path.Split('/').Contains("..") ? $"path {path} must not contain '..'"
        : path.StartsWith("..", StringComparison.Ordinal) ? $"path {path} must not start with '..'"
        : null;
}
