using System.Net;
using CloudOrchestrator.Agent.Commands;
using CloudOrchestrator.Doorbells;
using k8s;
using k8s.Autorest;

namespace CloudOrchestrator.Agent.Nodes;

/// <summary>Learns which cluster this is: its id is the uid of its <c>kube-system</c> namespace.</summary>
internal static class ClusterIdentity
{
    /// <summary>Wait after a first failure; it doubles with each further one.</summary>
    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait after a failure: the API may sleep, or be overrun.</summary>
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(10);

    /// <summary>A first answer is waited for no longer than this where the id is known already.</summary>
    private static readonly TimeSpan KnownWait = TimeSpan.FromSeconds(2);

    /// <exception cref="StartException">The API refuses this agent, or the data folder belongs to another cluster.</exception>
    public static async Task<string> LearnAsync(IKubernetes client, string folder, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var known = ClusterIdFile.Read(folder);
        var begun = time.GetTimestamp();
        var said = false;
        var wait = RetryMin;
        while (true)
        {
            try
            {
                var uid = (await client.CoreV1.ReadNamespaceAsync("kube-system", cancellationToken: cancellationToken).ConfigureAwait(false)).Metadata.Uid;
                if (known is not null && known != uid)
                {
                    throw new StartException($"--data {folder}: this folder belongs to another cluster (id {known}, not {uid}); name another folder, or run cleanup and remove it.");
                }

                ClusterIdFile.Write(folder, uid);
                return uid;
            }
            catch (HttpOperationException fault) when (fault.Response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                throw new StartException($"the API refuses this agent's credentials ({(int)fault.Response.StatusCode}); --kubeconfig must be this cluster's.");
            }
            catch (Exception fault) when (ApiFaults.Is(fault, cancellationToken))
            {
                if (!said)
                {
                    Log.WaitingForApi(logger, fault.InnerException?.Message ?? fault.Message);
                    said = true;
                }
            }

            if (known is not null && time.GetElapsedTime(begun) > KnownWait)
            {
                return known;
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            wait = wait * 2 < RetryMax ? wait * 2 : RetryMax;
        }
    }
}
