using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Doorbells;

/// <summary>The node's Lease in <c>kube-node-lease</c>.</summary>
internal sealed class NodeLease(IKubernetes client, ApiDoorbellOptions options, TimeProvider time, ILogger logger)
{
    private const string LeaseNamespace = "kube-node-lease";

    private V1Lease? _last;

    /// <summary>Writes the present time into the lease, making it if there is none.</summary>
    public async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            _last = await WriteAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (ApiFaults.Is(fault, cancellationToken))
        {
            // Whatever it was, the next renewal starts from what the API has then.
            _last = null;
            Log.LeaseNotRenewed(logger, ApiFaults.Words(fault));
            return false;
        }
    }

    private async Task<V1Lease> WriteAsync(CancellationToken cancellationToken)
    {
        var lease = _last ?? await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (lease is null)
        {
            return await client.CoordinationV1.CreateNamespacedLeaseAsync(Fill(New()), LeaseNamespace, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await client.CoordinationV1.ReplaceNamespacedLeaseAsync(Fill(lease), options.NodeName, LeaseNamespace, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (HttpOperationException fault) when (fault.Response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound && _last is not null)
        {
            // Somebody else wrote or deleted it: once more, from what it is now.
            _last = null;
            return await WriteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<V1Lease?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.CoordinationV1.ReadNamespacedLeaseAsync(options.NodeName, LeaseNamespace, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (HttpOperationException fault) when (fault.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private V1Lease New() => new()
    {
        ApiVersion = "coordination.k8s.io/v1",
        Kind = "Lease",
        Metadata = new V1ObjectMeta { Name = options.NodeName, NamespaceProperty = LeaseNamespace },
    };

    private V1Lease Fill(V1Lease lease)
    {
        lease.Spec ??= new V1LeaseSpec();
        lease.Spec.HolderIdentity = options.NodeName;
        lease.Spec.LeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds;
        lease.Spec.RenewTime = time.GetUtcNow().UtcDateTime;
        return lease;
    }
}
