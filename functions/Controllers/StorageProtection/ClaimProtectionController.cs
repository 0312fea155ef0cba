using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Admission;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.StorageProtection;

/// <summary>Lets claims that are to go do so once no pod uses them. A key is a claim's namespace and name.</summary>
/// <remarks>Only what is to go, or lacks its protection, has a key: where all is well, a look at all of them is one read.</remarks>
internal sealed class ClaimProtectionController(IResourceClient client) : IReactor
{
    public string Name => "pvc-protection-controller";

    public ReactorGroup Group => ReactorGroup.Cluster;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
    [
        new(CoreKinds.PersistentVolumeClaims, static (_, after) => ProtectionPlan.Decide(after, InUseProtection.OfClaims) != ProtectionPlan.Step.None ? [Keys.Of(after!.Name)] : []),
        new(CoreKinds.Pods, OfPod),
    ];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    public async ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) =>
        [.. (await client.StateAsync(CoreKinds.PersistentVolumeClaims, cancellationToken).ConfigureAwait(false)).All()
            .Where(claim => ProtectionPlan.Decide(claim, InUseProtection.OfClaims) != ProtectionPlan.Step.None)
            .Select(claim => Keys.Of(claim.Name))];

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var claim = await client.GetAsync(CoreKinds.PersistentVolumeClaims, Keys.Parse(key), cancellationToken).ConfigureAwait(false);
        return ProtectionPlan.Decide(claim, InUseProtection.OfClaims) switch
        {
            ProtectionPlan.Step.Protect => await UpdateAsync(claim!, current => Finalizers.Add(current, claim!.Uid, InUseProtection.OfClaims), cancellationToken).ConfigureAwait(false),
            ProtectionPlan.Step.ReleaseUnlessUsed when !await IsUsedAsync(claim!, cancellationToken).ConfigureAwait(false) =>
                await UpdateAsync(claim!, current => Finalizers.Remove(current, claim!.Uid, InUseProtection.OfClaims), cancellationToken).ConfigureAwait(false),
            _ => ReconcileResult.Done,
        };
    }

    /// <summary>A pod that goes, or that its node has done with, may have been a claim's last.</summary>
    private static IEnumerable<string> OfPod(ResourceObject? before, ResourceObject? after)
    {
        var isOver = before is not null && (after is null || after.Uid != before.Uid || (after.IsDeleting && PodClaims.Of(after).IsShutDown && !PodClaims.Of(before).IsShutDown));
        return isOver ? PodClaims.Of(before!).All.Distinct().Select(claim => Keys.Of(new ObjectName(before!.Name.Namespace, claim))) : [];
    }

    private async Task<bool> IsUsedAsync(ResourceObject claim, CancellationToken cancellationToken)
    {
        var pods = await client.StateAsync(CoreKinds.Pods, cancellationToken).ConfigureAwait(false);
        return pods.All(claim.Name.Namespace).Any(pod => PodClaims.Of(pod).Use(claim.Name.Name, () => IsOwner(pod, claim)));
    }

    private static bool IsOwner(ResourceObject pod, ResourceObject claim) =>
        claim.Owners.Any(owner => owner.IsController && owner.Uid == pod.Uid);

    private async Task<ReconcileResult> UpdateAsync(ResourceObject claim, UpdateFunction function, CancellationToken cancellationToken) => new(Failure: Outcomes.Failure(
        await client.WriteAsync(new ResourceWrite.Update(CoreKinds.PersistentVolumeClaims, claim.Name, function), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false)));
}
