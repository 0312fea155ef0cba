using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Creates an object.</summary>
internal sealed class CreateHandler(IResourceClient resources) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        if (WriteOptions.Read(request, "CreateOptions", out var options) is { } fault)
        {
            return WriteAnswers.Refused(request, fault);
        }

        var warnings = new List<string>();
        var body = await RequestBody.ReadAsync(request, ExpectedDocument.Of(request.Kind), options.Validation, warnings);
        if (body is not BodyOutcome.Read(var document, _))
        {
            return WriteAnswers.Refused(request, ((BodyOutcome.Refused)body).Status);
        }

        var context = options.Context(request, request.Subresource);
        var outcome = await resources.WriteAsync(new ResourceWrite.Create(request.Kind, request.Info.Namespace, document), context, CancellationToken.None);
        return WriteAnswers.Of(request, outcome, warnings.Concat(context.Warnings));
    }
}
