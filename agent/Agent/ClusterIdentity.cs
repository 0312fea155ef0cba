using CloudOrchestrator.Doorbells;
using k8s;

namespace CloudOrchestrator.Agent;

/// <summary>Which cluster this is: the uid of its kube-system namespace, kept in a file, so that containers can be told apart by it while the API is away.</summary>
internal static class ClusterIdentity
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    public static string FileOf(string dataFolder) => Path.Combine(dataFolder, "cluster-id");

    /// <summary>The id from the file, or from the API once it answers.</summary>
    public static async Task<string> FindAsync(IKubernetes client, string dataFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        var file = FileOf(dataFolder);
        if (File.Exists(file))
        {
            return (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim();
        }

        while (true)
        {
            try
            {
                var found = await client.CoreV1.ReadNamespaceAsync("kube-system", cancellationToken: cancellationToken).ConfigureAwait(false);
                Directory.CreateDirectory(dataFolder);
                await File.WriteAllTextAsync(file, found.Metadata.Uid + "\n", cancellationToken).ConfigureAwait(false);
                return found.Metadata.Uid;
            }
            catch (Exception fault) when (ApiFaults.Is(fault, cancellationToken))
            {
                await Task.Delay(RetryPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
