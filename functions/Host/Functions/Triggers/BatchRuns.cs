using CloudOrchestrator.Host.Functions.Notices;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>Runs the keys of a batch as far as the time of a call goes, and hands on what is left: a batch that takes longer than Event Grid waits
/// would else be begun anew for ever.</summary>
/// <param name="runs">Runs them.</param>
/// <param name="notices">Takes what is left.</param>
/// <param name="time">The clock.</param>
internal sealed class BatchRuns(IReactorRuns runs, EventGridNotices notices, TimeProvider time)
{
    /// <summary>How many keys are run first, together. A reactor that runs eight at once and needs 8 s for each is through with them in time.</summary>
    public const int SliceMin = 16;

    /// <summary>Most keys that are run together.</summary>
    private const int SliceMax = 1024;

    /// <summary>After a slice that was done in this time the next is twice as large.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    /// <summary>How long further slices are begun.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    /// <summary>When the last slice counts as not run. Its keys go on in this process, and come again last.</summary>
    /// <value>18 s of the 25 s of a call: handing on needs the rest.</value>
    private static readonly TimeSpan SliceEnd = TimeSpan.FromSeconds(18);

    /// <summary>What is handed on is of no collection.</summary>
    private const string NoCollection = "rest";

    /// <summary>Ends when each key has been run or handed on. What failed is handed on with the rest; where nothing is left, or nothing got through, it is
    /// in the reports: Event Grid's own back-off is the right one then.</summary>
    /// <param name="group">The group whose function was called.</param>
    /// <param name="news">The keys to run.</param>
    /// <param name="waiting">Keys that this process cannot run: handed on with the rest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<BatchReport> RunAsync(ReactorGroup group, IReadOnlyList<WakeNews> news, IReadOnlyCollection<WakeNews> waiting, CancellationToken cancellationToken)
    {
        var (reports, done, slice, start) = (new List<RunReport>(), 0, SliceMin, time.GetTimestamp());
        using var deadline = new CancellationTokenSource(SliceEnd, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        IReadOnlyList<WakeNews> cut = [];
        while (done < news.Count && (done == 0 || time.GetElapsedTime(start) < Budget))
        {
            var begun = time.GetTimestamp();
            var part = news.Skip(done).Take(slice).ToList();
            // The first has all of the call's time: cut, it would be begun anew for ever.
            var end = done == 0 ? cancellationToken : either.Token;
            try
            {
                reports.AddRange(await Task.WhenAll(part.GroupBy(one => one.Origin, one => one.Wake).Select(wakes => runs.RunAsync([.. wakes], wakes.Key, end))).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && done > 0 && !cancellationToken.IsCancellationRequested)
            {
                cut = part;
                break;
            }

            done += part.Count;
            slice = time.GetElapsedTime(begun) < Quick ? Math.Min(2 * slice, SliceMax) : SliceMin;
        }

        var failed = reports.SelectMany(report => report.Failures).Select(failure => failure.Wake).ToHashSet();
        if (done == news.Count || failed.Count == done)
        {
            return new BatchReport(reports, 0);
        }

        var rest = news.Skip(done + cut.Count).Concat(news.Take(done).Where(one => failed.Contains(one.Wake))).Concat(cut).Concat(waiting).ToList();
        await notices.PublishAsync([.. rest.GroupBy(one => (one.Origin, one.At)).Select(one => Notice(group, one.Key.Origin, one.Key.At, [.. one.Select(told => told.Wake)]))], cancellationToken).ConfigureAwait(false);
        return new BatchReport(reports, rest.Count);
    }

    private static GroupNotice Notice(ReactorGroup group, NoticeOrigin? origin, DateTimeOffset? at, IReadOnlyList<Wake> wakes) =>
        new([group], NoCollection, 0, 0, origin ?? GroupNotice.NobodysOwn, new Dictionary<ReactorGroup, IReadOnlyList<Wake>> { [group] = wakes }) { At = at };
}

/// <summary>What became of a batch.</summary>
/// <param name="Reports">What became of the keys that were run.</param>
/// <param name="HandedOn">How many keys were handed on; none of the call's are left with it then.</param>
internal sealed record BatchReport(IReadOnlyList<RunReport> Reports, int HandedOn);
