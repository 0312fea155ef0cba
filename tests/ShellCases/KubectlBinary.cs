namespace CloudOrchestrator.ShellCases;

/// <summary>A kubectl at hand.</summary>
/// <param name="Path">The program.</param>
/// <param name="Minor">33 of 1.33.</param>
public sealed record KubectlBinary(string Path, int Minor)
{
    public const string OldestName = "oldest";
    public const string NewestName = "newest";
    public const string DebianName = "debian";

    private static readonly Lazy<IReadOnlyList<KubectlBinary>> OnPath = new(FindOnPath);
    private static readonly Lazy<KubectlBinary?> Debian = new(FindDebian);

    /// <summary>The program of a name, or null and why it is missing.</summary>
    public static (KubectlBinary? Binary, string Missing) Find(string name)
    {
        if (name == DebianName)
        {
            return (Debian.Value, "Debian's kubectl is not unpacked under artifacts/; ./test does that");
        }

        var all = OnPath.Value;
        var found = name == NewestName ? all.MaxBy(binary => binary.Minor) : all.Count > 1 ? all.MinBy(binary => binary.Minor) : null;
        return (found, name == NewestName ? "no kubectl on PATH" : "no second kubectl (kubectl.1.N) on PATH or beside the first");
    }

    /// <summary>The program of a minor release, or null and why it is missing.</summary>
    public static (KubectlBinary? Binary, string Missing) OfMinor(int minor) =>
        (OnPath.Value.FirstOrDefault(binary => binary.Minor == minor), $"no kubectl.1.{minor} on PATH or beside the kubectl there");

    public static KubectlBinary Newest() => Find(NewestName).Binary ?? Debian.Value ?? throw new InvalidOperationException("no kubectl on PATH");

    /// <summary>Programs named kubectl.1.N, on PATH or beside the kubectl that PATH names; else that one.</summary>
    private static List<KubectlBinary> FindOnPath()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(':').Where(Directory.Exists).ToList();
        var plain = folders.Select(folder => System.IO.Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);
        if (plain is not null)
        {
            folders.Add(System.IO.Path.GetDirectoryName(File.ResolveLinkTarget(plain, returnFinalTarget: true)?.FullName ?? plain)!);
        }

        var versioned = folders
            .SelectMany(folder => Directory.EnumerateFiles(folder, "kubectl.1.*"))
            .Select(path => new KubectlBinary(path, int.TryParse(path[(path.LastIndexOf('.') + 1)..], out var minor) ? minor : 0))
            .Where(binary => binary.Minor > 0)
            .DistinctBy(binary => binary.Minor)
            .ToList();
        return versioned.Count > 0 || plain is null ? versioned : [new KubectlBinary(plain, ReadMinor(plain))];
    }

    private static KubectlBinary? FindDebian()
    {
        var path = System.IO.Path.Combine(Repository.Root, "artifacts", "kubectl-debian", "usr", "bin", "kubectl");
        return File.Exists(path) ? new KubectlBinary(path, ReadMinor(path)) : null;
    }

    private static int ReadMinor(string path)
    {
        var said = Command.RunAsync(path, "version", "--client", "-o", "json").GetAwaiter().GetResult().Success;
        var digits = new string([.. System.Text.Json.Nodes.JsonNode.Parse(said)!["clientVersion"]!["minor"]!.GetValue<string>().TakeWhile(char.IsAsciiDigit)]);
        return int.Parse(digits, null);
    }
}
