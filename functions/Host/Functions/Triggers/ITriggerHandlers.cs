using System.Text.Json;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>What the triggers of the Functions app do, whatever brings their calls. Malformed payloads are outcomes, not exceptions.</summary>
internal interface ITriggerHandlers
{
    /// <summary>The clock.</summary>
    Task<TriggerOutcome> HandleTimerAsync(CancellationToken cancellationToken);

    /// <summary>Events for a group of reactors.</summary>
    /// <param name="group">The group whose function was called.</param>
    /// <param name="events">The events, an array.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<TriggerOutcome> HandleEventsAsync(ReactorGroup group, JsonElement events, CancellationToken cancellationToken);

    /// <summary>A message of the queue of reminders.</summary>
    Task<TriggerOutcome> HandleQueueAsync(JsonElement message, CancellationToken cancellationToken);
}
