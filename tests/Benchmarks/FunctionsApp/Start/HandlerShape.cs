namespace CloudOrchestrator.FunctionsApp.Start;

/// <summary>A program whose start is measured.</summary>
/// <param name="Name">What it is called in the output.</param>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Added to its environment.</param>
/// <param name="Path">What is asked of it in the end.</param>
/// <param name="Folder">What would be deployed; null for nothing.</param>
internal sealed record HandlerShape(
    string Name, string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string Path, string? Folder)
{
    private const double Mebibyte = 1024 * 1024;

    public double FolderMegabytes => Folder is null ? 0 : Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) / Mebibyte;

    public static HandlerShape Parse(string text)
    {
        var parts = text.Split(',').Select(part => part.Split('=', 2)).ToList();
        return new HandlerShape(
            parts[0][0],
            System.IO.Path.Combine(parts[0][1], "CloudOrchestrator.Host"),
            ["functions"],
            parts.Skip(1).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal),
            "/api/v1/namespaces/default",
            parts[0][1]);
    }
}
