using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Kinds.ApiRegistration;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.ApiServices;

/// <summary>
/// Keeps an API service for each version that this server serves itself: of the built-in groups, and of custom resources as definitions are established
/// and go. A key is an API service's name.
/// </summary>
/// <remarks>Only what is missing, differs or is to go has a key, so that a look at all of them, where all is well, is two reads and no more.</remarks>
internal sealed class ApiServiceController(IResourceClient client) : IReactor
{
    private static readonly ResourceKind Services = ApiRegistrationKinds.ApiServices;
    private static readonly ResourceKind Definitions = ApiextensionsKinds.CustomResourceDefinitions;

    public string Name => "apiservice-registration-controller";

    public ReactorGroup Group => ReactorGroup.Cluster;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } = [new(Definitions, OfDefinition), new(Services, OfService)];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    /// <summary>All of a new cluster's share a commit.</summary>
    public int RunsAtOnce => 32;

    public async ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken)
    {
        var services = client.StateAsync(Services, cancellationToken).AsTask();
        var wanted = await WantedAsync(static _ => true, cancellationToken).ConfigureAwait(false);
        var present = (await services.ConfigureAwait(false)).All().ToDictionary(item => item.Name.Name, item => item.Parse());
        return [.. wanted.Keys.Union(present.Keys).Where(name => ApiServicePlan.Decide(wanted.GetValueOrDefault(name), present.GetValueOrDefault(name)) != ApiServiceStep.None)];
    }

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        // A definition is called by its plural and its group: those of other groups need not be read.
        var (name, ofGroup) = (new ObjectName("", key), key[key.IndexOf('.', StringComparison.Ordinal)..]);
        var wanted = (await WantedAsync(definition => definition.EndsWith(ofGroup, StringComparison.Ordinal), cancellationToken).ConfigureAwait(false)).GetValueOrDefault(key);
        var found = await client.GetAsync(Services, name, cancellationToken).ConfigureAwait(false);
        var step = ApiServicePlan.Decide(wanted, found?.Parse());
        if (step == ApiServiceStep.None)
        {
            return ReconcileResult.Done;
        }

        ResourceWrite write = step switch
        {
            ApiServiceStep.Create => new ResourceWrite.Create(Services, "", wanted!),
            ApiServiceStep.Delete => new ResourceWrite.Delete(Services, name, new DeletePolicy(Uid: found!.Uid)),
            _ => new ResourceWrite.Update(Services, name, current => Updated(current, wanted!)),
        };
        var outcome = await client.WriteAsync(write, SystemWriter.Context, cancellationToken).ConfigureAwait(false);
        return new ReconcileResult(Failure: step == ApiServiceStep.Delete ? Outcomes.FailureOfDelete(outcome) : Outcomes.Failure(outcome));
    }

    /// <summary>The versions that a change of a definition brings or takes.</summary>
    private static IEnumerable<string> OfDefinition(ResourceObject? before, ResourceObject? after)
    {
        var (old, now) = (ApiServicePlan.ServedBy(before?.Parse()).ToHashSet(), ApiServicePlan.ServedBy(after?.Parse()).ToHashSet());
        old.SymmetricExceptWith(now);
        return old.Select(one => ApiServicePlan.NameOf(one.Group, one.Version));
    }

    /// <summary>One that is deleted or changed by somebody else. What was just made is as it is wanted.</summary>
    private static IEnumerable<string> OfService(ResourceObject? before, ResourceObject? after) =>
        before?.Parse() is { } old && ApiServicePlan.IsManaged(old) && (after is null || !JsonNode.DeepEquals(old["spec"], after.Parse()["spec"])) ? [before.Name.Name] : [];

    private static UpdateDecision Updated(JsonObject? current, JsonObject wanted)
    {
        if (ApiServicePlan.Decide(wanted, current) != ApiServiceStep.Update)
        {
            return new UpdateDecision.Nothing();
        }

        current!["spec"] = wanted["spec"]!.DeepClone();
        return new UpdateDecision.Replace(current);
    }

    /// <summary>The API services that are wanted, by name, as far as definitions of these names and the built-in groups want them.</summary>
    private async Task<Dictionary<string, JsonObject>> WantedAsync(Func<string, bool> reads, CancellationToken cancellationToken)
    {
        var definitions = await client.StateAsync(Definitions, cancellationToken).ConfigureAwait(false);
        var custom = definitions.All().Where(item => reads(item.Name.Name)).SelectMany(item => ApiServicePlan.ServedBy(item.Parse()));
        return ApiPriorities.BuiltIn.Concat(custom).Distinct().ToDictionary(one => ApiServicePlan.NameOf(one.Group, one.Version), one => ApiServicePlan.Wanted(one.Group, one.Version));
    }
}
