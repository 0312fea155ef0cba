using System.Collections.Frozen;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Deletes an object.</summary>
internal sealed class DeleteHandler(IResourceClient resources, ApiServerOptions server) : IResourceHandler
{
    /// <summary>Kinds whose deletion answers the object itself even when it is gone; clients have come to read it.</summary>
    private static readonly FrozenSet<string> AnsweredWhole = FrozenSet.ToFrozenSet(["namespaces", "pods", "services", "serviceaccounts"]);

    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        var (options, fault) = await DeleteOptions.ReadAsync(request, server.ReplayHeader);
        if (options is null)
        {
            return WriteAnswers.Refused(request, fault!);
        }

        if (request.Kind.WhyKept(request.Name.Name) is { } reason)
        {
            return WriteAnswers.Refused(request, RefusalStatus.Of(new Refusal.Forbidden(request.Kind.QualifiedResource, request.Name.Name, reason)));
        }

        var context = options.Context(request);
        var outcome = await resources.WriteAsync(new ResourceWrite.Delete(request.Kind, request.Name, options.Policy), context, CancellationToken.None);
        WarningHeader.Add(request.Http.Response, context.Warnings);
        return outcome switch
        {
            ResourceOutcome.Refused(var refusal) => WriteAnswers.Refused(request, RefusalStatus.Of(refusal)),
            ResourceOutcome.Done(var item, WriteEffect.Deleted) when !AnsweredWhole.Contains(request.Kind.QualifiedResource) =>
                new DocumentAnswer(StatusCodes.Status200OK, Success(request, item.Uid), request.Representation.Whole),
            ResourceOutcome.Done(var item, WriteEffect.Deleted) => new ObjectAnswer(StatusCodes.Status200OK, item, request.Representation),
            ResourceOutcome.Done(var item, _) => new ObjectAnswer(options.IsForeground ? StatusCodes.Status202Accepted : StatusCodes.Status200OK, item, request.Representation),
            _ => throw new NotSupportedException($"No answer is known for {outcome.GetType().Name}."),
        };
    }

    private static JsonObject Success(ResourceRequest request, string uid)
    {
        var details = new JsonObject { ["name"] = request.Info.Name };
        if (request.Kind.Group.Length > 0)
        {
            details["group"] = request.Kind.Group;
        }

        details["kind"] = request.Kind.Plural;
        details["uid"] = uid;
        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        };
    }
}
