using System.Text.Json;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>A function of the app that is not called over HTTP from outside, as its function.json declares it.</summary>
/// <param name="Name">The function's name, its folder's too.</param>
/// <param name="Binding">The name of its binding.</param>
/// <param name="Deadline">How long it may take. The platform ends the whole process when one call takes longer than its <c>functionTimeout</c>.</param>
/// <param name="Handle">What it does with the binding's value.</param>
internal sealed record TriggerFunction(
    string Name, string Binding, TimeSpan Deadline, Func<ITriggerHandlers, JsonElement, CancellationToken, Task<TriggerOutcome>> Handle)
{
    /// <summary>Event Grid waits 30 s for an answer.</summary>
    private static readonly TimeSpan EventsDeadline = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan ReminderDeadline = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan TickDeadline = TimeSpan.FromMinutes(5);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TriggerFunction> All { get; } =
    [
        OfEvents("Scheduler", ReactorGroup.Scheduler),
        OfEvents("WorkloadControllers", ReactorGroup.Workloads),
        OfEvents("ClusterControllers", ReactorGroup.Cluster),
        OfEvents("NodeControllers", ReactorGroup.Nodes),
        new("Delayed", "reminder", ReminderDeadline, static (handlers, message, cancellationToken) => handlers.HandleQueueAsync(message, cancellationToken)),
        new("Tick", "timer", TickDeadline, static (handlers, _, cancellationToken) => handlers.HandleTimerAsync(cancellationToken)),
    ];

    /// <summary>Whether it is the timer.</summary>
    public bool IsTick => Binding == "timer";

    private static TriggerFunction OfEvents(string name, ReactorGroup group) =>
        new(name, "events", EventsDeadline, (handlers, events, cancellationToken) => handlers.HandleEventsAsync(group, events, cancellationToken));
}
