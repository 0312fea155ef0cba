using System.Threading.Channels;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests;

/// <summary>Answers deliveries as told, and keeps what it saw.</summary>
internal sealed class ScriptedTarget : IDeliveryTarget
{
    private readonly Lock _lock = new();
    private readonly List<SeenDelivery> _seen = [];
    private readonly Channel<SeenDelivery> _arrivals = Channel.CreateUnbounded<SeenDelivery>();
    private Func<SeenDelivery, Task<DeliveryOutcome>> _answer = _ => Task.FromResult(DeliveryOutcome.Answered(200));

    public IReadOnlyList<SeenDelivery> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    public void Answer(int status) => Answer(_ => Task.FromResult(DeliveryOutcome.Answered(status)));

    public void Answer(Func<SeenDelivery, Task<DeliveryOutcome>> answer) => Volatile.Write(ref _answer, answer);

    /// <summary>From now on deliveries get no answer before the source is given one; of each, the arrival can be awaited.</summary>
    public TaskCompletionSource<DeliveryOutcome> Hold()
    {
        var held = new TaskCompletionSource<DeliveryOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer(_ => held.Task);
        return held;
    }

    /// <summary>The next delivery that nobody has asked for.</summary>
    public Task<SeenDelivery> NextAsync() => _arrivals.Reader.ReadAsync().AsTask().Within("a delivery");

    public Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var seen = SeenDelivery.Of(delivery);
        lock (_lock)
        {
            _seen.Add(seen);
        }

        var answer = Volatile.Read(ref _answer)(seen);
        _arrivals.Writer.TryWrite(seen);
        return answer;
    }
}
