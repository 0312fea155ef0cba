using System.Formats.Tar;
using System.Net.Sockets;
using CloudOrchestrator.Runtimes.Conformance;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Runtimes.Docker.Tests;

/// <summary>The suite on a real engine, with busybox as its image.</summary>
public sealed class DockerRuntimeTests : RuntimeConformance
{
    private const string Socket = "/var/run/docker.sock";
    private const string Busybox = "/bin/busybox";
    private const string ImageName = "cloudorchestrator/conformance:1";

    /// <summary>Where this machine has a static busybox; ./test says it.</summary>
    private static readonly string BusyboxHere = Environment.GetEnvironmentVariable("STATIC_BUSYBOX") ?? Busybox;

    private static readonly SemaphoreSlim ImageOnce = new(1);

    protected override IContainerRuntime Runtime { get; } = Create("here");

    protected override IContainerRuntime Stranger { get; } = Create("elsewhere");

    protected override TestPrograms Programs { get; } = new BusyboxPrograms();

    public override async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(EngineAnswers(), "no Docker engine answers");
        Assert.SkipUnless(File.Exists(BusyboxHere), "no static busybox; ./test fetches one");
        await MakeImageAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (EngineAnswers())
        {
            await base.DisposeAsync();
        }
    }

    [Fact]
    public async Task DescribeAsync_NoEngine_IsUnreachable()
    {
        var runtime = DockerRuntimeServices.Create(
            new DockerRuntimeOptions { Endpoint = new Uri("unix:///nowhere/docker.sock"), Scope = new RuntimeScope("c", "n") }, NullLoggerFactory.Instance, TimeProvider.System);
        Assert.Equal(RuntimeFaultKind.Unreachable, (await runtime.DescribeAsync(Limit)).Fault?.Kind);
    }

    private static IContainerRuntime Create(string cluster) => DockerRuntimeServices.Create(
        new DockerRuntimeOptions { Scope = new RuntimeScope($"conformance-{cluster}", "node") }, NullLoggerFactory.Instance, TimeProvider.System);

    private static bool EngineAnswers()
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(Socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task MakeImageAsync()
    {
        await ImageOnce.WaitAsync(Limit);
        try
        {
            using var client = new DockerClientBuilder().WithEndpoint(new Uri($"unix://{Socket}")).Build();
            if ((await Runtime.FindImageAsync(ImageName, Limit)).Fault is null)
            {
                return;
            }

            using var archive = new MemoryStream();
            await using (var writer = new TarWriter(archive, leaveOpen: true))
            {
                await writer.WriteEntryAsync(BusyboxHere, "bin/busybox", Limit);
            }

            archive.Position = 0;
            await client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromSrc = "-", Repo = ImageName.Split(':')[0], Tag = ImageName.Split(':')[1] }, archive, null, new Progress<JSONMessage>(), Limit);
        }
        finally
        {
            ImageOnce.Release();
        }
    }

    private sealed class BusyboxPrograms : TestPrograms
    {
        public override string Image => ImageName;

        public override IReadOnlyList<string> Sleep => Shell("trap 'exit 0' TERM; while :; do /bin/busybox sleep 0.1; done");

        public override IReadOnlyList<string> Stubborn => Shell("trap '' TERM; while :; do /bin/busybox sleep 0.1; done");

        public override IReadOnlyList<string> Missing => ["/bin/no-such-program"];

        public override IReadOnlyList<string> Exit(int code) => Shell($"exit {code}");

        public override IReadOnlyList<string> Print(params string[] lines) => Shell(string.Join("; ", lines.Select(line => $"echo {line}")));

        private static string[] Shell(string script) => [Busybox, "sh", "-c", script];
    }
}
