using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Images;

/// <summary>Debian's docker-registry on loopback, which an engine trusts without TLS.</summary>
internal sealed class Registry : IAsyncDisposable
{
    public const string User = "puller";
    public const string Password = "secret";

    /// <summary>The password, by bcrypt with its least cost.</summary>
    private const string PasswordHash = "$2b$04$3LsTyhcxYzYzuaJwo4Rjd.WkmHkvQmbnvTGd8p9ZWDGEpps/nlni6";

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private Registry(DirectoryInfo folder, Process process, string address)
    {
        _folder = folder;
        _process = process;
        Address = address;
    }

    /// <summary>Host and port, as image names begin.</summary>
    public string Address { get; }

    private static string? Program =>
        new[] { "/usr/bin/docker-registry", Path.Combine(Repository.Root, "artifacts/docker-registry/usr/bin/docker-registry") }.FirstOrDefault(File.Exists);

    /// <param name="asksForPassword">Whether pushes and pulls need <see cref="User"/> and <see cref="Password"/>.</param>
    public static async Task<Registry> StartAsync(bool asksForPassword = false)
    {
        Assert.SkipWhen(Program is null, "Debian's docker-registry is not unpacked under artifacts/; ./test does that");
        var folder = Directory.CreateTempSubdirectory("registry-");
        var address = $"127.0.0.1:{FreePort()}";
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "passwords"), $"{User}:{PasswordHash}\n");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "config.yml"), $$$"""
            version: 0.1
            log: {level: error, accesslog: {disabled: true}}
            storage: {filesystem: {rootdirectory: {{{folder.FullName}}}/images}}
            http: {addr: "{{{address}}}"}
            {{{(asksForPassword ? $"auth: {{htpasswd: {{realm: tests, path: {folder.FullName}/passwords}}}}" : "")}}}
            """);
        var process = Process.Start(new ProcessStartInfo(Program!, ["serve", Path.Combine(folder.FullName, "config.yml")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var registry = new Registry(folder, process, address);
        using var client = new HttpClient();
        await Eventually.HoldsAsync(StartDeadline, async () =>
        {
            try
            {
                using var answer = await client.GetAsync($"http://{address}/v2/");
                return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized ? null : $"the registry answers {answer.StatusCode}";
            }
            catch (HttpRequestException fault)
            {
                return fault.Message;
            }
        });
        return registry;
    }

    /// <summary>Pushes the sample image, with a label that makes it this one, under a name of its own; the engine forgets it again.</summary>
    public async Task<string> PushAsync(string name, string label = "")
    {
        var reference = $"{Address}/{name}";
        await ShellAsync($"printf 'FROM cloudorchestrator/sample:1\\nLABEL test={label}\\n' | DOCKER_BUILDKIT=0 docker build --quiet --tag {reference} - ");
        var settings = Path.Combine(_folder.FullName, "client");
        await ShellAsync($"docker --config {settings} login --username {User} --password {Password} {Address} 2>/dev/null || true; docker --config {settings} push --quiet {reference}");
        var id = (await ShellAsync($"docker image inspect --format '{{{{.Id}}}}' {reference}")).Trim();
        await ForgetAsync(name);
        return id;
    }

    /// <summary>Removes an image from the engine.</summary>
    public Task ForgetAsync(string name) => ShellAsync($"docker image rm --force {Address}/{name} >/dev/null 2>&1 || true");

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<string> ShellAsync(string text) => (await Command.ShellAsync(text)).Success;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
