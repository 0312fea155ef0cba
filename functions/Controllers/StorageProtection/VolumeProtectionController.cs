using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Admission;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.StorageProtection;

/// <summary>Lets volumes that are to go do so once no claim is bound to them. A key is a volume's name.</summary>
/// <remarks>Only what is to go, or lacks its protection, has a key: where all is well, a look at all of them is one read.</remarks>
internal sealed class VolumeProtectionController(IResourceClient client) : IReactor
{
    public string Name => "pv-protection-controller";

    public ReactorGroup Group => ReactorGroup.Cluster;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
        [new(CoreKinds.PersistentVolumes, static (_, after) => ProtectionPlan.Decide(after, InUseProtection.OfVolumes) != ProtectionPlan.Step.None ? [Keys.Of(after!.Name)] : [])];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    public async ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) =>
        [.. (await client.StateAsync(CoreKinds.PersistentVolumes, cancellationToken).ConfigureAwait(false)).All()
            .Where(volume => ProtectionPlan.Decide(volume, InUseProtection.OfVolumes) != ProtectionPlan.Step.None)
            .Select(volume => Keys.Of(volume.Name))];

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var volume = await client.GetAsync(CoreKinds.PersistentVolumes, Keys.Parse(key), cancellationToken).ConfigureAwait(false);
        return ProtectionPlan.Decide(volume, InUseProtection.OfVolumes) switch
        {
            ProtectionPlan.Step.Protect => await UpdateAsync(volume!, current => Finalizers.Add(current, volume!.Uid, InUseProtection.OfVolumes), cancellationToken).ConfigureAwait(false),
            ProtectionPlan.Step.ReleaseUnlessUsed => await UpdateAsync(volume!, current => Released(current, volume!.Uid), cancellationToken).ConfigureAwait(false),
            _ => ReconcileResult.Done,
        };
    }

    /// <summary>Looks at the volume as it is by then: a claim may be bound to it in between.</summary>
    private static UpdateDecision Released(JsonObject? current, string uid) =>
        current is not null && ProtectionPlan.IsBound(current) ? new UpdateDecision.Nothing() : Finalizers.Remove(current, uid, InUseProtection.OfVolumes);

    private async Task<ReconcileResult> UpdateAsync(ResourceObject volume, UpdateFunction function, CancellationToken cancellationToken) => new(Failure: Outcomes.Failure(
        await client.WriteAsync(new ResourceWrite.Update(CoreKinds.PersistentVolumes, volume.Name, function), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false)));
}
