using System.Text;
using CloudOrchestrator.Pods.Specs;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>A container's last words.</summary>
internal static class TerminationMessages
{
    private const int MessageBytesMax = 4096;
    private const int LogBytesMax = 2048;
    private const int LogLinesMax = 80;

    public static async Task<string> ReadAsync(NodeContext node, V1Pod? pod, ContainerState ended, CancellationToken cancellationToken)
    {
        var written = ReadFile(ContainerMounts.TerminationLogPath(node.Volumes.PodFolder(ended.Pod.Uid), ended.Name, ended.Attempt));
        var container = pod?.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).FirstOrDefault(candidate => candidate.Name == ended.Name);
        if (written.Length > 0 || ended.ExitCode == 0 || container?.TerminationMessagePolicy != "FallbackToLogsOnError")
        {
            return written;
        }

        using var log = new MemoryStream();
        var copied = await node.Runtime.CopyLogsAsync(ended.Id, new LogQuery(Follow: false, LogLinesMax, null, Timestamps: false), log, cancellationToken).ConfigureAwait(false);
        var start = (int)Math.Max(0, log.Length - LogBytesMax);
        return copied.Fault is null ? Encoding.UTF8.GetString(log.GetBuffer(), start, (int)log.Length - start) : "";
    }

    private static string ReadFile(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[MessageBytesMax];
            return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
