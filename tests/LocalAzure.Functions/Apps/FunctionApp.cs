using System.Text.RegularExpressions;

namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>A folder as it is deployed: host.json, a folder with function.json for each function, and the executable.</summary>
public sealed partial class FunctionApp
{
    private FunctionApp(string folder, HostModel host, IReadOnlyList<FunctionModel> functions, string executable)
    {
        Folder = folder;
        Host = host;
        Functions = functions;
        Executable = executable;
    }

    public string Folder { get; }

    public HostModel Host { get; }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<FunctionModel> Functions { get; }

    /// <summary>Where the handler's program is.</summary>
    public string Executable { get; }

    /// <summary>Reads and checks all of it.</summary>
    /// <exception cref="AppRefusedException">The platform would not run it, or this double cannot.</exception>
    public static FunctionApp Read(string folder)
    {
        folder = Path.GetFullPath(folder);
        if (!Directory.Exists(folder))
        {
            throw new AppRefusedException($"{folder} is not a folder.");
        }

        var files = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
            .Select(path => Path.Combine(path, "function.json")).Where(File.Exists).ToList();
        var host = HostFile.Read(folder, files.Count > 0);
        var functions = files.ConvertAll(FunctionFile.Read);
        if (functions.Count == 0)
        {
            throw new AppRefusedException($"{folder} has no function: no folder in it holds a function.json.");
        }

        if (functions.Find(function => !FunctionName().IsMatch(function.Name)) is { } misnamed)
        {
            throw new AppRefusedException($"{misnamed.Name} is not a function's name: a letter, then letters, digits, _ and -.");
        }

        if (functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new AppRefusedException($"{twice.Key} is declared twice: names of functions differ by more than capitals.");
        }

        return functions.OfType<HttpFunction>().Any() && !host.Proxies
            ? throw new AppRefusedException("host.json: customHandler: enableProxyingHttpRequest must be true: HTTP as JSON envelopes is not doubled.")
            : new FunctionApp(folder, host, functions, FindExecutable(folder, host.Executable));
    }

    public FunctionModel? Find(string? name) => Functions.FirstOrDefault(function => string.Equals(function.Name, name, StringComparison.OrdinalIgnoreCase));

    private static string FindExecutable(string folder, string declared)
    {
        var path = Path.Combine(folder, declared);
        if (!File.Exists(path))
        {
            throw new AppRefusedException($"host.json: customHandler: defaultExecutablePath: {declared} is not in {folder}.");
        }

        return OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute)
            ? path
            : throw new AppRefusedException($"host.json: customHandler: defaultExecutablePath: {declared} may not be executed: its executable bit is lost.");
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex FunctionName();
}
