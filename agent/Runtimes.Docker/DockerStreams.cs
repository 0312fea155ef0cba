using System.Globalization;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>A container's output, and commands run inside it.</summary>
internal sealed class DockerStreams(DockerClient client)
{
    private const int BufferBytes = 32 * 1024;

    /// <summary>Most output of a command that is kept; it ends up in events and conditions.</summary>
    private const int ExecOutputBytesMax = 10 * 1024;

    public async Task CopyLogsAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken)
    {
        using var logs = await client.Containers.GetContainerLogsAsync(
            containerId,
            new ContainerLogsParameters
            {
                ShowStdout = true,
                ShowStderr = true,
                Follow = query.Follow,
                Timestamps = query.Timestamps,
                Tail = query.TailLines?.ToString(CultureInfo.InvariantCulture) ?? "all",
                Since = query.Since is { } since ? UnixTime(since) : null,
            },
            cancellationToken).ConfigureAwait(false);
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var read = await logs.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
            if (read.EOF)
            {
                return;
            }

            await output.WriteAsync(buffer.AsMemory(0, read.Count), cancellationToken).ConfigureAwait(false);
            if (query.Follow)
            {
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task<ExecResult> ExecuteAsync(string containerId, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var created = await client.Exec.CreateContainerExecAsync(
            containerId,
            new ContainerExecCreateParameters { Cmd = [.. command], AttachStdout = true, AttachStderr = true },
            cancellationToken).ConfigureAwait(false);
        using var stream = await client.Exec.StartContainerExecAsync(created.ID, new ContainerExecStartParameters(), cancellationToken).ConfigureAwait(false);
        var output = new MemoryStream();
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var read = await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
            if (read.EOF)
            {
                break;
            }

            output.Write(buffer, 0, (int)Math.Min(read.Count, ExecOutputBytesMax - output.Length));
        }

        var ended = await client.Exec.InspectContainerExecAsync(created.ID, cancellationToken).ConfigureAwait(false);
        return new ExecResult((int)(ended.ExitCode ?? -1), Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length));
    }

    private static string UnixTime(DateTimeOffset time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{time.ToUnixTimeSeconds()}.{time.Ticks % TimeSpan.TicksPerSecond * 100:D9}");
}
