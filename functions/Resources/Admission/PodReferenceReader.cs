using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Node;
using CloudOrchestrator.Resources.Kinds.Scheduling;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>Looks up what new pods take from other objects.</summary>
/// <remarks>It answers from memory what is found there and was current within a second; what is not found is looked for as of now.</remarks>
internal sealed class PodReferenceReader(IDocumentStore store, TimeProvider time)
{
    /// <summary>How long a pod waits for the default account of its namespace, which is made soon after the namespace. Kubernetes looks ten times, 100 to
    /// 200 ms apart.</summary>
    private static readonly TimeSpan DefaultAccountWait = TimeSpan.FromSeconds(1.5);

    private readonly RecentReads _reads = new(store, time);

    /// <summary>Makes recent what every pod's lookup reads, so that it need not be waited for later.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _reads.RecentAsync(CoreKinds.ServiceAccounts, cancellationToken).AsTask(), _reads.RecentAsync(SchedulingKinds.PriorityClasses, cancellationToken).AsTask());

    /// <summary>What a pod names.</summary>
    /// <param name="pod">The pod as it was sent.</param>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="isPlanned">Whether the namespace is not there yet, in a dry run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PodReferences> ReadAsync(JsonObject pod, string @namespace, bool isPlanned, CancellationToken cancellationToken)
    {
        var spec = pod["spec"];
        var account = new ObjectName(@namespace, Named(spec, "serviceAccountName") ?? Named(spec, "serviceAccount") ?? ServiceAccountAdmission.Default);
        return new PodReferences(
            isPlanned || PodParts.IsMirror(pod) ? null : await AccountAsync(account, cancellationToken).ConfigureAwait(false),
            Named(spec, "priorityClassName") is { } priority
                ? await FindAsync(SchedulingKinds.PriorityClasses, new ObjectName("", priority), cancellationToken).ConfigureAwait(false) is { } found ? PriorityFacts.Of(found) : null
                : PriorityFacts.Preset(await ClassesAsync(cancellationToken).ConfigureAwait(false)),
            spec.Text("runtimeClassName") is { } runtime
                ? (await FindAsync(NodeKinds.RuntimeClasses, new ObjectName("", runtime), cancellationToken).ConfigureAwait(false))?.Parse()
                : null)
        {
            IsAccountPlanned = isPlanned,
        };
    }

    private static string? Named(JsonNode? spec, string field) => spec.Text(field) is { Length: > 0 } name ? name : null;

    private async ValueTask<ResourceState> ClassesAsync(CancellationToken cancellationToken) =>
        new StoredResourceState(SchedulingKinds.PriorityClasses, await _reads.RecentAsync(SchedulingKinds.PriorityClasses, cancellationToken).ConfigureAwait(false));

    private async ValueTask<ResourceObject?> FindAsync(ResourceKind kind, ObjectName name, CancellationToken cancellationToken) =>
        Find(kind, await _reads.RecentAsync(kind, cancellationToken).ConfigureAwait(false), name)
        ?? Find(kind, await _reads.CurrentAsync(kind, cancellationToken).ConfigureAwait(false), name);

    private static ResourceObject? Find(ResourceKind kind, CollectionState state, ObjectName name) => new StoredResourceState(kind, state).Find(name);

    private async ValueTask<AccountFacts?> AccountAsync(ObjectName name, CancellationToken cancellationToken)
    {
        var found = await FindAsync(CoreKinds.ServiceAccounts, name, cancellationToken).ConfigureAwait(false);
        if (found is null && name.Name == ServiceAccountAdmission.Default)
        {
            found = await AwaitAsync(name, cancellationToken).ConfigureAwait(false);
        }

        return found is null ? null : AccountFacts.Of(found);
    }

    /// <summary>Waits until the account is made; null where it is not in time.</summary>
    private async Task<ResourceObject?> AwaitAsync(ObjectName name, CancellationToken cancellationToken)
    {
        var state = await _reads.CurrentAsync(CoreKinds.ServiceAccounts, cancellationToken).ConfigureAwait(false);
        if (Find(CoreKinds.ServiceAccounts, state, name) is { } found)
        {
            return found;
        }

        using var late = new CancellationTokenSource(DefaultAccountWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await WatchAsync(name, state.Revision, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<ResourceObject?> WatchAsync(ObjectName name, long after, CancellationToken cancellationToken)
    {
        var accounts = _reads.Collection(CoreKinds.ServiceAccounts);
        if (await accounts.WatchAsync(after, cancellationToken).ConfigureAwait(false) is WatchOutcome.Watching watching)
        {
            await foreach (var _ in watching.Batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (Find(CoreKinds.ServiceAccounts, await accounts.ReadAnyAsync(cancellationToken).ConfigureAwait(false), name) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }
}
