using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Deletes all objects that a list selects.</summary>
/// <remarks>A request that is sent again finds the list of the first time, deletes what is left of it, and answers the whole of it.</remarks>
internal sealed class DeleteCollectionHandler(IResourceClient resources, ApiServerOptions server) : IResourceHandler
{
    /// <summary>How many deletions are under way at once. They share commits.</summary>
    private const int DeletionsAtOnce = 500;

    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        if (ListOptions.Read(request, isWatch: false, out var selection) is { } listFault)
        {
            return WriteAnswers.Refused(request, listFault);
        }

        var (options, fault) = await DeleteOptions.ReadAsync(request, server.ReplayHeader);
        if (options is null)
        {
            return WriteAnswers.Refused(request, fault!);
        }

        var replay = options.DryRun ? null : options.Policy.ReplayId;
        var listed = await resources.ListAsync(request.Kind, selection.ToListQuery(request.NamespaceOrAll) with { ReplayId = replay }, request.Aborted);
        if (listed is not ListOutcome.Page page)
        {
            return WriteAnswers.Refused(request, RefusalStatus.Of(((ListOutcome.Refused)listed).Refusal));
        }

        var deleted = new List<ResourceObject>(page.Items.Count);
        foreach (var chunk in page.Items.Chunk(DeletionsAtOnce))
        {
            var outcomes = await Task.WhenAll(chunk.Select(item => DeleteAsync(request, options, item)));
            foreach (var (item, outcome) in chunk.Zip(outcomes))
            {
                if (outcome is ResourceOutcome.Done done)
                {
                    deleted.Add(done.Object);
                }
                else if (outcome is ResourceOutcome.Refused(var refusal) && !IsGone(refusal, options))
                {
                    return WriteAnswers.Refused(request, RefusalStatus.Of(refusal));
                }
                else if (replay is not null)
                {
                    // Gone by the hand of an earlier coming of this request, for all that can be known.
                    deleted.Add(item);
                }
            }
        }

        return new ListAnswer(request.Kind, page with { Items = deleted }, request.Representation);
    }

    /// <summary>Deletes the object that was listed, and not another that has taken its name since.</summary>
    private Task<ResourceOutcome> DeleteAsync(ResourceRequest request, DeleteOptions options, ResourceObject item)
    {
        var policy = options.Policy with { Uid = options.Policy.Uid ?? item.Uid, ReplayId = null };
        return resources.WriteAsync(new ResourceWrite.Delete(request.Kind, item.Name, policy), options.Context(request), CancellationToken.None);
    }

    /// <summary>Whether what was listed is gone. That another object has its name says so only where the uid was the list's and not the sender's demand.</summary>
    private static bool IsGone(Refusal refusal, DeleteOptions options) =>
        refusal is Refusal.NotFound || (refusal is Refusal.Conflict { IsOtherObject: true } && options.Policy.Uid is null);
}
