namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Runs the reactors of this process for whoever brings news from outside: events, reminders, the clock.</summary>
public interface IReactorRuns
{
    /// <summary>Reconciles each key once more, and ends when all of them have been, from a state at least as new as this call.</summary>
    /// <param name="wakes">The keys. One of a reactor that this version does not have is passed over and counted.</param>
    /// <param name="origin">Where the news comes from; keys that this process has reconciled since its own commit are not run again. Null for anywhere.</param>
    /// <param name="cancellationToken">Ends the waiting; the runs go on.</param>
    Task<RunReport> RunAsync(IReadOnlyCollection<Wake> wakes, NoticeOrigin? origin, CancellationToken cancellationToken);

    /// <summary>Every key there is of the reactors of a group, as at a resync.</summary>
    ValueTask<IReadOnlyCollection<Wake>> AllAsync(ReactorGroup group, CancellationToken cancellationToken);
}

/// <summary>Which commit of which process a notice tells of.</summary>
/// <param name="Instance">Names the process; another at every start.</param>
/// <param name="Sequence">The process's own count of its commits.</param>
public sealed record NoticeOrigin(string Instance, long Sequence);

/// <summary>What became of some runs.</summary>
/// <param name="Runs">How many keys were reconciled for this call.</param>
/// <param name="Writes">How many writes the runs made that changed something.</param>
/// <param name="Unknown">How many keys were of no reactor of this version.</param>
/// <param name="Failures">The keys that did not get through and may at another attempt.</param>
/// <param name="Refused">The keys that were refused for good: to run them again would have them refused again.</param>
public sealed record RunReport(int Runs, int Writes, int Unknown, IReadOnlyList<KeyFailure> Failures, IReadOnlyList<KeyFailure> Refused);

/// <summary>A key that did not get through.</summary>
/// <param name="Wake">The key.</param>
/// <param name="Reason">Why not.</param>
public sealed record KeyFailure(Wake Wake, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Wake}: {Reason}";
}
