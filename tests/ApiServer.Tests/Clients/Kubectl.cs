using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Clients;

/// <summary>Runs a real kubectl against a test's server.</summary>
internal sealed class Kubectl : IDisposable
{
    /// <summary>Where programs are looked for.</summary>
    private static readonly IReadOnlyList<string> Folders = FindFolders();

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly string _program;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("kubectl-");

    public Kubectl(string program, TestServer server)
    {
        _program = program;
        File.WriteAllText(Path.Combine(_home.FullName, "ca.crt"), server.Certificate.ExportCertificatePem());
        var config = """
            {"apiVersion":"v1","kind":"Config","current-context":"t",
            "clusters":[{"name":"t","cluster":{"server":"SERVER","certificate-authority":"ca.crt"}}],
            "users":[{"name":"t","user":{"token":"TOKEN"}}],
            "contexts":[{"name":"t","context":{"cluster":"t","user":"t"}}]}
            """;
        config = config.Replace("SERVER", server.Address.GetLeftPart(UriPartial.Authority)).Replace("TOKEN", TestServer.AdminToken);
        File.WriteAllText(Path.Combine(_home.FullName, "config"), config);
    }

    /// <summary>The oldest and the newest of the programs <c>kubectl.1.N</c> and <c>kubectl</c> at hand.</summary>
    public static IReadOnlyList<string> Programs { get; } = Find();

    public static string PathOf(string program) => Path.Combine(Folders.First(folder => File.Exists(Path.Combine(folder, program))), program);

    /// <summary>The minor release of this program.</summary>
    public async Task<int> MinorAsync()
    {
        var version = JsonNode.Parse(await RunAsync("version", "--client", "-o", "json"))!;
        return int.Parse(((string)version["clientVersion"]!["minor"]!).TrimEnd('+'), CultureInfo.InvariantCulture);
    }

    /// <summary>Runs one command, which has to succeed; its output.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, error) = await TryAsync("", arguments);
        Assert.True(code == 0, $"kubectl {string.Join(' ', arguments)} ended with {code}: {error}");
        return output;
    }

    /// <summary>Runs one command with this on its standard input.</summary>
    public async Task<(int Code, string Output, string Error)> TryAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(PathOf(_program)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = Path.Combine(_home.FullName, "config");
        start.Environment["HOME"] = _home.FullName;
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new TimeoutException($"kubectl {string.Join(' ', arguments)} did not end within {Deadline.TotalSeconds} s");
        }

        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => _home.Delete(recursive: true);

    private static List<string> Find()
    {
        var numbered = Folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "kubectl.1.*"))
            .Select(file => Path.GetFileName(file)!)
            .Where(name => int.TryParse(name["kubectl.1.".Length..], CultureInfo.InvariantCulture, out _))
            .Distinct()
            .OrderBy(name => int.Parse(name["kubectl.1.".Length..], CultureInfo.InvariantCulture))
            .ToList();
        return numbered.Count > 0 ? [.. new[] { numbered[0], numbered[^1] }.Distinct()]
            : Folders.Any(folder => File.Exists(Path.Combine(folder, "kubectl"))) ? ["kubectl"]
            : [];
    }

    /// <summary>PATH, and where the kubectl on it really lies: its other releases lie beside it.</summary>
    private static List<string> FindFolders()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).ToList();
        var first = path.Select(folder => new FileInfo(Path.Combine(folder, "kubectl"))).FirstOrDefault(file => file.Exists);
        return first?.ResolveLinkTarget(returnFinalTarget: true) is { } target ? [.. path, Path.GetDirectoryName(target.FullName)!] : path;
    }
}
