namespace CloudOrchestrator.LocalAzure.EventGrid.Delivering;

/// <summary>How long the service waits for what.</summary>
/// <remarks>Source: «Event Grid message delivery and retry».</remarks>
public sealed record RetrySchedule
{
    /// <summary>The service's own.</summary>
    public static RetrySchedule Real { get; } = new();

    /// <summary>The wait after the first failed attempt of an event, the second and so on; the last one holds for all later.</summary>
    public IReadOnlyList<TimeSpan> Steps { get; init; } =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>The part of a wait that is at most added to it.</summary>
    /// <value>0 to 1; default 0.1. The service says only that it is small.</value>
    public double Randomness { get; init; } = 0.1;

    /// <summary>The shortest wait after an answer of one of these statuses.</summary>
    public IReadOnlyDictionary<int, TimeSpan> StatusWaits { get; init; } = new Dictionary<int, TimeSpan>
    {
        [401] = TimeSpan.FromMinutes(5),
        [404] = TimeSpan.FromMinutes(5),
        [408] = TimeSpan.FromMinutes(2),
        [503] = TimeSpan.FromSeconds(30),
    };

    /// <summary>Longest that an endpoint may take to answer.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After so many failed deliveries in a row new events are held back for as long as the last of these waits.</summary>
    /// <remarks>
    /// The service's «delayed delivery», made simple: it says that when the first 10 events fail it delays new ones for some time, in some
    /// cases several hours.
    /// </remarks>
    public int FailuresBeforeHolding { get; init; } = 10;

    /// <summary>From the last attempt to the dead letter: so that many go in one blob.</summary>
    public TimeSpan DeadLetterDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Between attempts at writing dead letters.</summary>
    public TimeSpan DeadLetterRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A dead letter that could not be written for so long is dropped.</summary>
    public TimeSpan DeadLetterTimeout { get; init; } = TimeSpan.FromHours(4);

    /// <summary>The same in a fraction of the time, for tests in real time; the time to answer stays, so that no slow machine fails one.</summary>
    /// <param name="times">Such as 100: the first retry comes after 100 ms.</param>
    public RetrySchedule Faster(double times) => this with
    {
        Steps = [.. Steps.Select(step => step / times)],
        StatusWaits = StatusWaits.ToDictionary(wait => wait.Key, wait => wait.Value / times),
        DeadLetterDelay = DeadLetterDelay / times,
        DeadLetterRetry = DeadLetterRetry / times,
        DeadLetterTimeout = DeadLetterTimeout / times,
    };

    /// <summary>How long to wait before an event is tried again.</summary>
    /// <param name="attempts">Failed ones so far, the last included.</param>
    /// <param name="draw">At random, from 0 to 1.</param>
    internal TimeSpan WaitAfter(int attempts, DeliveryOutcome last, double draw)
    {
        var step = Steps[Math.Min(attempts, Steps.Count) - 1];
        var least = last.Status is { } status ? StatusWaits.GetValueOrDefault(status) : TimeSpan.Zero;
        return (step > least ? step : least) * (1 + (Randomness * draw));
    }
}
