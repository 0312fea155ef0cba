using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.PipelineApply.Diffs;
using CloudOrchestrator.ApiServer.PipelineApply.Manifests;
using CloudOrchestrator.ApiServer.PipelineApply.Reports;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.PipelineApply;

/// <summary>Applies one object of a file, as a patch of it alone would.</summary>
/// <param name="resources">The objects.</param>
/// <param name="kinds">Their kinds.</param>
/// <param name="authorizer">Who may do what.</param>
/// <param name="request">The request.</param>
/// <param name="options">Its options.</param>
/// <param name="rehearsal">What a dry run takes for there.</param>
internal sealed class ObjectApply(IResourceClient resources, KindLookup kinds, IAuthorizer authorizer, ApiRequest request, ApplyOptions options, Rehearsal rehearsal)
{
    /// <summary>Applies it. The kind is looked up only now: a definition before it in the file may have made it.</summary>
    public async Task<ApplyResult> ApplyAsync(ManifestObject item)
    {
        if (await kinds.FindAsync(item, CancellationToken.None) is not { } kind)
        {
            return ApplyResult.Of(item, null, NameOf(item, null), ApplyEffect.Failed).Failed($"no matches for kind \"{item.Kind}\" in version \"{item.ApiVersion}\"", StatusCodes.Status404NotFound);
        }

        var name = NameOf(item, kind);
        var result = ApplyResult.Of(item, kind, name, ApplyEffect.Unchanged);
        try
        {
            return await ForbiddenAsync(Verbs.Patch, kind, name) is { } forbidden ? result.Failed(forbidden) : await WriteAsync(item, kind, result);
        }
        catch (Exception fault) when (ResourceFaults.Unavailable(fault) is { } why)
        {
            // One object's failure must not stop the others.
            return result.Failed(ApiStatuses.StoreUnavailable(why));
        }
    }

    /// <summary>Where an object is: in the namespace that it names or else the request's, if its kind is in any.</summary>
    public ObjectName NameOf(ManifestObject item, ResourceKind? kind) =>
        new(kind is null ? item.Namespace : Place(item), item.Name);

    /// <summary>The namespace that an object needs; empty for none.</summary>
    public string Place(ManifestObject item) =>
        kinds.Find(item) is { Namespaced: false } ? "" : item.Namespace.Length > 0 ? item.Namespace : options.Namespace;

    private async Task<ApplyResult> WriteAsync(ManifestObject item, ResourceKind kind, ApplyResult result)
    {
        var before = options.Write.DryRun ? (await resources.GetAsync(kind, result.Name, CancellationToken.None))?.Parse() : null;
        var noCreate = await ForbiddenAsync(Verbs.Create, kind, result.Name);
        var write = new ResourceWrite.Apply(
            kind,
            result.Name,
            Placed(GoNumber.Plain(item.Config), kind),
            options.Write.Force,
            noCreate is null ? null : new Refusal.Forbidden(kind.QualifiedResource, result.Name.Name, noCreate.Message));
        var context = options.Write.Context(request, Subresource.None) with { Rehearsal = rehearsal };
        var outcome = await resources.WriteAsync(write, context, CancellationToken.None);
        var warnings = options.Write.Validation == FieldValidation.Warn ? item.Repeated.Concat(context.Warnings) : context.Warnings;
        result = result with { Warnings = [.. warnings.Distinct()] };
        if (options.Write.DryRun && item.IsDefinition && outcome is ResourceOutcome.Done(var definition, _))
        {
            kinds.Plan(definition.Parse());
        }

        return outcome switch
        {
            ResourceOutcome.Done(var done, var effect) => result with
            {
                Effect = effect switch { WriteEffect.Created => ApplyEffect.Created, WriteEffect.Unchanged => ApplyEffect.Unchanged, _ => ApplyEffect.Configured },
                Diff = options.Write.DryRun && effect != WriteEffect.Unchanged ? ObjectDiff.Of(kind, before, done.Parse()) : "",
            },
            ResourceOutcome.Refused(var refusal) => result.Failed(RefusalStatus.Of(refusal), item),
            _ => throw new NotSupportedException($"No answer is known for {outcome.GetType().Name}."),
        };
    }

    /// <summary>The object as it is to be applied; of a kind that is in no namespace without one, as Kubernetes takes it.</summary>
    private static JsonObject Placed(JsonObject config, ResourceKind kind)
    {
        if (kind.Namespaced || config.At("metadata", "namespace") is null)
        {
            return config;
        }

        var placed = (JsonObject)config.DeepClone();
        ((JsonObject)placed["metadata"]!).Remove("namespace");
        return placed;
    }

    private async ValueTask<ApiStatus?> ForbiddenAsync(string verb, ResourceKind kind, ObjectName name) =>
        await ObjectAccess.ForbiddenAsync(authorizer, request, verb, kind, name);
}
