using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Applies a configuration to an object, server-side, and creates the object where it is not there.</summary>
internal sealed class ApplyHandler(IResourceClient resources, IAuthorizer authorizer)
{
    public async Task<IResult> HandleAsync(ResourceRequest request, WriteOptions options)
    {
        var warnings = new List<string>();
        var body = await ApplyBody.ReadAsync(request, ExpectedDocument.Of(request.Kind), options.Validation, warnings);
        if (body is not BodyOutcome.Read(var config, _))
        {
            return WriteAnswers.Refused(request, ((BodyOutcome.Refused)body).Status);
        }

        var (outcome, context) = await WriteAsync(request, options, config);
        return WriteAnswers.Of(request, outcome, warnings.Concat(context.Warnings));
    }

    /// <summary>Applies a configuration of the request's kind.</summary>
    public async Task<(ResourceOutcome Outcome, WriteContext Context)> WriteAsync(ResourceRequest request, WriteOptions options, JsonObject config)
    {
        var context = options.Context(request, request.Subresource);
        var write = new ResourceWrite.Apply(request.Kind, request.Name, config, options.Force, await NoCreateAsync(request, config));
        return (await resources.WriteAsync(write, context, CancellationToken.None), context);
    }

    /// <summary>Why the object may not be created where it is missing, or null.</summary>
    private async ValueTask<Refusal?> NoCreateAsync(ResourceRequest request, JsonObject config)
    {
        if (request.Subresource != Subresource.None)
        {
            return null;
        }

        var create = AccessAttributes.Of(request.Info) with { Verb = Verbs.Create };
        return !await authorizer.IsAllowedAsync(request.User, create, request.Aborted)
            ? new Refusal.Forbidden(request.Kind.QualifiedResource, request.Info.Name, ApiStatuses.Forbidden(request, Verbs.Create).Message)
            : RequestBody.NameFault(request, config) is { } fault ? new Refusal.BadRequest(fault) : null;
    }
}
