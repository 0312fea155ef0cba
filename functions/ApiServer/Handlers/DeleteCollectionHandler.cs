using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Deletes all objects that a list selects.</summary>
internal sealed class DeleteCollectionHandler(IResourceClient resources) : IResourceHandler
{
    /// <summary>How many deletions are under way at once. They share commits.</summary>
    private const int DeletionsAtOnce = 500;

    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        if (ListOptions.Read(request, isWatch: false, out var selection) is { } listFault)
        {
            return WriteAnswers.Refused(request, listFault);
        }

        var (options, fault) = await DeleteOptions.ReadAsync(request);
        if (options is null)
        {
            return WriteAnswers.Refused(request, fault!);
        }

        var listed = await resources.ListAsync(request.Kind, selection.ToListQuery(request.NamespaceOrAll), request.Aborted);
        if (listed is not ListOutcome.Page page)
        {
            return WriteAnswers.Refused(request, RefusalStatus.Of(((ListOutcome.Refused)listed).Refusal));
        }

        var deleted = new List<ResourceObject>(page.Items.Count);
        foreach (var chunk in page.Items.Chunk(DeletionsAtOnce))
        {
            var outcomes = await Task.WhenAll(chunk.Select(item => DeleteAsync(request, options, item)));
            deleted.AddRange(outcomes.OfType<ResourceOutcome.Done>().Select(done => done.Object));
            if (outcomes.OfType<ResourceOutcome.Refused>().FirstOrDefault(refused => !IsGone(refused.Refusal)) is { } refused)
            {
                return WriteAnswers.Refused(request, RefusalStatus.Of(refused.Refusal));
            }
        }

        return new ListAnswer(request.Kind, page with { Items = deleted }, request.Representation);
    }

    /// <summary>Deletes the object that was listed, and not another that has taken its name since.</summary>
    private Task<ResourceOutcome> DeleteAsync(ResourceRequest request, DeleteOptions options, ResourceObject item)
    {
        var policy = options.Policy.Uid is null ? options.Policy with { Uid = item.Uid } : options.Policy;
        return resources.WriteAsync(new ResourceWrite.Delete(request.Kind, item.Name, policy), options.Context(request), CancellationToken.None);
    }

    private static bool IsGone(Refusal refusal) => refusal is Refusal.NotFound or Refusal.Conflict;
}
