using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>The image that sandboxes run, made on the spot and without a registry when it is missing.</summary>
internal sealed class PauseImage(DockerClient client, ILogger logger) : IDisposable
{
    private const string Repository = "cloudorchestrator/sandbox";

    /// <summary>Raised with every change of the program, so that an older agent's image is not taken for it.</summary>
    private const string Version = "1";

    private readonly SemaphoreSlim _oneAtATime = new(1);

    public static string Name => $"{Repository}:{Version}";

    /// <summary>Makes the image if the engine has none.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            try
            {
                await client.Images.InspectImageAsync(Name, cancellationToken).ConfigureAwait(false);
            }
            catch (DockerImageNotFoundException)
            {
                await ImportAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task ImportAsync(CancellationToken cancellationToken)
    {
        var version = await client.System.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        var program = PauseProgram.For(version.Arch) ?? throw new PullException($"there is no sandbox program for {version.Arch} processors");
        using var archive = await ArchiveAsync(program, cancellationToken).ConfigureAwait(false);
        await client.Images.CreateImageAsync(
            new ImagesCreateParameters { FromSrc = "-", Repo = Repository, Tag = Version, Changes = ["ENTRYPOINT [\"/pause\"]"] },
            archive,
            null,
            new PullProgress(),
            cancellationToken).ConfigureAwait(false);
        Log.SandboxImageMade(logger, Name);
    }

    private static async Task<MemoryStream> ArchiveAsync(byte[] program, CancellationToken cancellationToken)
    {
        const UnixFileMode Executable =
            UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            var entry = new UstarTarEntry(TarEntryType.RegularFile, "pause") { Mode = Executable, DataStream = new MemoryStream(program) };
            await writer.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        archive.Position = 0;
        return archive;
    }
}
