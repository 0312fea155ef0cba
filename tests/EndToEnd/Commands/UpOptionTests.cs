using System.Net;
using System.Net.Sockets;
using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Commands;

/// <summary>What ./up says about its options, and how it refuses.</summary>
public sealed class UpOptionTests(SharedControlPlane shared) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("up-options-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--data DIR")]
    [InlineData("--listen ADDR:PORT")]
    [InlineData("--kubeconfig FILE")]
    [InlineData("--store STORE")]
    [InlineData("--connection-string STRING")]
    [InlineData("--encryption-provider-config FILE")]
    [InlineData("--restore FILE")]
    [InlineData("--nodes N")]
    [InlineData("--sample")]
    [InlineData("--keep")]
    [InlineData("--no-install")]
    [InlineData("--help")]
    public async Task Help_Option_IsDocumented(string option)
    {
        var help = await UpAsync("--help");

        Assert.Matches($"\n  {option}[ \n]", help.Success);
    }

    [Theory]
    [InlineData("--nodes 2", "./up: --nodes 2: more than one node needs multi-node networking, which is not there yet; 0 or 1.")]
    [InlineData("--nodes some", "./up: --nodes some: not a number of nodes; 0 or 1.")]
    [InlineData("--nodes", "./up: --nodes needs a value; ./up --help lists the options.")]
    [InlineData("--instances 2", "./up: --instances 2: only with --azure.")]
    [InlineData("--instances", "./up: --instances needs a value; ./up --help lists the options.")]
    [InlineData("--instances --data", "./up: --instances needs a value; ./up --help lists the options.")]
    [InlineData("--instances --data X", "./up: --instances needs a value; ./up --help lists the options.")]
    [InlineData("--azure --instances 0", "./up: --instances 0: not a number of instances from 1 to 16.")]
    [InlineData("--listen 6443", "./up: --listen 6443: not an IP address and port such as 127.0.0.1:6443.")]
    [InlineData("--listen 127.0.0.1:70000", "./up: --listen 127.0.0.1:70000: not an IP address and port such as 127.0.0.1:6443.")]
    [InlineData("--store etcd", "./up: --store etcd: no such store; sqlite or azure-tables.")]
    [InlineData("--connection-string x", "./up: --connection-string: only with --store azure-tables.")]
    [InlineData("--restore /none", "./up: --restore /none: there is no such file, or it cannot be read.")]
    [InlineData("--some", "./up: --some: no such option; ./up --help lists them.")]
    [InlineData("--data /dev/null/some", "./up: --data /dev/null/some: the folder cannot be made.")]
    public async Task Up_BadOption_SaysWhichInOneLine(string options, string expected)
    {
        var result = await UpAsync(["--no-install", .. options.Split(' ')]);

        Assert.Equal((1, expected + "\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task Up_PortInUse_SaysWhichInOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;

        var result = await UpAsync("--data", _folder.FullName, "--nodes", "0", "--listen", address);

        Assert.Equal((1, $"./up: --listen {address}: the port is in use by another process.\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task Up_DataFolderHeld_SaysByWhom()
    {
        var cluster = await shared.GetAsync();
        var holder = (await Command.RunAsync("cat", Path.Combine(cluster.Data, "up.pid"))).Success.Trim();

        var result = await UpAsync("--data", cluster.Data, "--nodes", "0", "--listen", "127.0.0.1:0");

        Assert.Equal(
            (1, $"./up: --data {cluster.Data}: another ./up holds this folder (process {holder}); stop it first, or name another folder.\n"),
            (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task Up_KubeconfigOfSomebodyElse_IsNotWrittenOver()
    {
        var file = Path.Combine(_folder.FullName, "config");
        await File.WriteAllTextAsync(file, "apiVersion: v1\nkind: Config\n", TestContext.Current.CancellationToken);

        var result = await UpAsync("--data", Path.Combine(_folder.FullName, "data"), "--nodes", "0", "--kubeconfig", file);

        Assert.Equal(
            (1, $"./up: --kubeconfig {file}: this file was not written by ./up; move it away, or name another.\n"),
            (result.ExitCode, result.Error));
        Assert.Equal("apiVersion: v1\nkind: Config\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Up_NoEngineAndNoInstall_SaysSo()
    {
        var result = await Command.ShellAsync($"DOCKER_HOST=unix://{_folder.FullName}/docker.sock {Repository.Root}/up --no-install --data {_folder.FullName}/data");

        Assert.Equal(
            (1, $"./up: no container engine answers at DOCKER_HOST=unix://{_folder.FullName}/docker.sock; start it, or unset DOCKER_HOST.\n"),
            (result.ExitCode, result.Error));
    }

    private static Task<CommandResult> UpAsync(params string[] arguments) => Command.RunAsync(Path.Combine(Repository.Root, "up"), arguments);
}
