using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Health;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Reports;

/// <summary>How the parts of the control plane are, by the names that Kubernetes gives them: the store answers in the place of etcd.</summary>
/// <param name="store">Whether the store can be read.</param>
/// <param name="reactors">Whether the scheduler and the controllers do their work; empty where this process cannot know.</param>
internal sealed class ComponentStatusReport(StoreCheck store, IEnumerable<IReactorHealth> reactors) : IReport
{
    private const string Controllers = "controller-manager";
    private const string Scheduler = "scheduler";
    private const string Store = "etcd-0";

    private readonly IReactorHealth? _reactors = reactors.FirstOrDefault();

    public ResourceKind Kind => CoreKinds.ComponentStatuses;

    public IReadOnlyList<string> Names { get; } = [Controllers, Scheduler, Store];

    public async ValueTask<ResourceObject> MakeAsync(string name, CancellationToken cancellationToken)
    {
        JsonObject condition;
        try
        {
            condition = name switch
            {
                Store => Healthy(await store.IsWellAsync(cancellationToken) ? null : "the store is not well"),
                _ when _reactors is null => Condition("Unknown", "error", $"this process does not know of the {name}"),
                Scheduler => Healthy(await _reactors.FaultAsync(ReactorGroup.Scheduler, cancellationToken)),
                _ => Healthy(await ControllersAsync(_reactors, cancellationToken)),
            };
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a check throws is its finding.
            condition = Healthy(fault.Message);
        }

        return new ReportedObject(Kind, name, new JsonObject { ["conditions"] = new JsonArray(condition) });
    }

    private static async ValueTask<string?> ControllersAsync(IReactorHealth health, CancellationToken cancellationToken)
    {
        foreach (var group in Enum.GetValues<ReactorGroup>().Where(group => group != ReactorGroup.Scheduler))
        {
            if (await health.FaultAsync(group, cancellationToken) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static JsonObject Healthy(string? fault) => fault is null ? Condition("True", "message", "ok") : Condition("False", "error", fault);

    private static JsonObject Condition(string status, string member, string text) => new() { ["type"] = "Healthy", ["status"] = status, [member] = text };
}
