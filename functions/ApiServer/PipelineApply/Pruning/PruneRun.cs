using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.PipelineApply.Reports;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.PipelineApply.Pruning;

/// <summary>Deletes what a file does not hold any more.</summary>
internal sealed class PruneRun(IResourceClient resources, IAuthorizer authorizer, ApiRequest request, ApplyOptions options, PruneScope scope, Report report)
{
    /// <summary>Deletes all of it: what is in namespaces first, and namespaces last.</summary>
    public async Task RunAsync()
    {
        try
        {
            var kinds = await resources.KindsInUseAsync(CancellationToken.None);
            foreach (var kind in kinds.OrderBy(kind => kind.Namespaced ? 0 : kind == CoreKinds.Namespaces ? 2 : 1))
            {
                foreach (var place in scope.PlacesOf(kind))
                {
                    await RunAsync(kind, place);
                }
            }
        }
        catch (Exception fault) when (ResourceFaults.Unavailable(fault) is { } why)
        {
            await report.AddAsync(new ApplyResult { Effect = ApplyEffect.Failed }.Failed(ApiStatuses.StoreUnavailable($"pruning broke off: {why}")));
        }
    }

    /// <remarks>What the user may not list, it is not told of. It cannot have applied it either, unless its rights have shrunk.</remarks>
    private async Task RunAsync(ResourceKind kind, string? place)
    {
        if (await ObjectAccess.ForbiddenAsync(authorizer, request, Verbs.List, kind, new ObjectName(place ?? "", "")) is not null)
        {
            return;
        }

        var state = await resources.StateAsync(kind, CancellationToken.None);
        foreach (var item in state.All(place).Where(scope.Takes).ToList())
        {
            if (await DeleteAsync(item) is { } result)
            {
                await report.AddAsync(result);
            }
        }
    }

    /// <summary>Deletes an object that is still as it was found; null where it is gone already.</summary>
    private async Task<ApplyResult?> DeleteAsync(ResourceObject item)
    {
        var result = ApplyResult.Of(item, ApplyEffect.Pruned);
        if (await ObjectAccess.ForbiddenAsync(authorizer, request, Verbs.Delete, item.Kind, item.Name) is { } forbidden)
        {
            return result.Failed(forbidden);
        }

        var write = new ResourceWrite.Delete(item.Kind, item.Name, new DeletePolicy(Propagation: Propagation.Background, Uid: item.Uid), state => Unmet(state, item));
        return await resources.WriteAsync(write, options.Write.Context(request, Subresource.None), CancellationToken.None) switch
        {
            ResourceOutcome.Done => result,
            ResourceOutcome.Refused { Refusal: Refusal.NotFound or Refusal.Conflict { IsOtherObject: true } } => null,
            ResourceOutcome.Refused(var refusal) => result.Failed(RefusalStatus.Of(refusal)),
            var outcome => throw new NotSupportedException($"No answer is known for {outcome.GetType().Name}."),
        };
    }

    /// <summary>Another manager may have applied it since it was looked at.</summary>
    private Refusal.Conflict? Unmet(ResourceState state, ResourceObject item) =>
        state.Find(item.Name) is { } now && !scope.Takes(now)
            ? new Refusal.Conflict(item.Kind.QualifiedResource, item.Name.Name, "the object has been changed since it was chosen for pruning; apply again")
            : null;
}
