using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.ApiRegistration;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.ApiServices;

/// <summary>Says of API services whether what they name can be reached. A key is an API service's name, or namespace and name of a service for all that name it.</summary>
/// <remarks>Only one of which the wrong thing is said has a key: where all is well, a look at all of them is one read, and one more where any names a service.</remarks>
internal sealed class AvailabilityController(IResourceClient client, TimeProvider time) : IReactor
{
    private static readonly ResourceKind ApiServices = ApiRegistrationKinds.ApiServices;
    private static readonly ResourceKind Services = CoreKinds.Services;

    public string Name => "apiservice-available-controller";

    public ReactorGroup Group => ReactorGroup.Cluster;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
    [
        new(ApiServices, OfApiService),
        new(Services, static (before, after) => before is null || after is null || !JsonNode.DeepEquals(before.Parse()["spec"], after.Parse()["spec"]) ? [Keys.Of((after ?? before)!.Name)] : []),
    ];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => WrongAsync(static _ => true, cancellationToken);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var names = key.Contains('/') ? await WrongAsync(one => AvailabilityPlan.ServiceOf(one) == Keys.Parse(key), cancellationToken).ConfigureAwait(false) : [key];
        return new ReconcileResult(Failure: Outcomes.First(await Task.WhenAll(names.Select(name => SayAsync(name, cancellationToken))).ConfigureAwait(false)));
    }

    /// <summary>One that names a service, or did: those that this server serves itself are made with the right status.</summary>
    private static IEnumerable<string> OfApiService(ResourceObject? before, ResourceObject? after)
    {
        if (after is null)
        {
            return [];
        }

        var (old, now) = (before?.Parse()["spec"], after.Parse()["spec"]);
        return (old.At("service") ?? now.At("service")) is not null && !JsonNode.DeepEquals(old, now) ? [after.Name.Name] : [];
    }

    private async ValueTask<IReadOnlyList<string>> WrongAsync(Func<JsonObject, bool> isAsked, CancellationToken cancellationToken)
    {
        var asked = (await client.StateAsync(ApiServices, cancellationToken).ConfigureAwait(false)).All().Select(item => item.Parse()).Where(isAsked).ToList();
        var services = asked.Any(one => AvailabilityPlan.ServiceOf(one) is not null) ? await client.StateAsync(Services, cancellationToken).ConfigureAwait(false) : null;
        return [.. asked
            .Where(one => AvailabilityPlan.Decide(one, AvailabilityPlan.ServiceOf(one) is { } service ? services!.Find(service)?.Parse() : null, time.GetUtcNow()) is not null)
            .Select(one => one.Text("metadata", "name")!)];
    }

    private async Task<ReconcileFailure?> SayAsync(string name, CancellationToken cancellationToken)
    {
        if (await client.GetAsync(ApiServices, new ObjectName("", name), cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        var document = found.Parse();
        var service = AvailabilityPlan.ServiceOf(document) is { } named ? await client.GetAsync(Services, named, cancellationToken).ConfigureAwait(false) : null;
        return AvailabilityPlan.Decide(document, service?.Parse(), time.GetUtcNow()) is not { } status ? null : Outcomes.Failure(await client.WriteAsync(
            new ResourceWrite.Update(ApiServices, found.Name, current => StatusUpdate.Of(current, document, status)), SystemWriter.Context with { Subresource = Subresource.Status }, cancellationToken).ConfigureAwait(false));
    }
}
