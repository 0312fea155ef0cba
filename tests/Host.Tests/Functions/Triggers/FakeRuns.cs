using System.Collections.Concurrent;
using CloudOrchestrator.Host.Functions.Triggers;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Tests.Functions.Triggers;

/// <summary>Reactors that keep what they were asked to run, and say what the test says.</summary>
internal sealed class FakeRuns : IReactorRuns, IReminders, ITick
{
    private readonly ConcurrentQueue<(Wake Wake, NoticeOrigin? Origin)> _runs = new();
    private readonly ConcurrentQueue<(Wake Wake, TimeSpan After)> _reminders = new();

    public IReadOnlyList<(Wake Wake, NoticeOrigin? Origin)> Runs => [.. _runs];

    public IReadOnlyList<(Wake Wake, TimeSpan After)> Reminders => [.. _reminders];

    /// <summary>Every key there is of any group.</summary>
    public IReadOnlyList<Wake> All { get; set; } = [];

    /// <summary>How a run ends; the number of its keys is filled in.</summary>
    public Func<Task<RunReport>> Report { get; set; } = () => Task.FromResult(new RunReport(0, 0, 0, [], []));

    /// <summary>Called with the keys of each run.</summary>
    public Action<IReadOnlyCollection<Wake>> Running { get; set; } = _ => { };

    public async Task<RunReport> RunAsync(IReadOnlyCollection<Wake> wakes, NoticeOrigin? origin, CancellationToken cancellationToken)
    {
        foreach (var wake in wakes)
        {
            _runs.Enqueue((wake, origin));
        }

        Running(wakes);
        return (await Report().WaitAsync(cancellationToken)) with { Runs = wakes.Count };
    }

    public ValueTask<IReadOnlyCollection<Wake>> AllAsync(ReactorGroup group, CancellationToken cancellationToken) => new([.. All]);

    public Task RemindAsync(Wake wake, TimeSpan after, CancellationToken cancellationToken)
    {
        _reminders.Enqueue((wake, after));
        return Task.CompletedTask;
    }

    async Task<TickReport> ITick.RunAsync(CancellationToken cancellationToken)
    {
        var report = await Report();
        return new TickReport($"writes={report.Writes}");
    }
}
