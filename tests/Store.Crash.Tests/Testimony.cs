using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Engine;
using CloudOrchestrator.Store.Simulation.Histories;
using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Crash.Tests;

/// <summary>What the processes said, checked in the end against every row of the log.</summary>
internal sealed class Testimony
{
    private const string Collection = "crashed";
    private const int GroupSize = 3;
    private static readonly CollectionDefinition Definition = new(Collection, []);
    private readonly HashSet<string> _reasons = [];
    private readonly Lock _lock = new();
    private readonly Simulation.Histories.History _history = new();

    /// <summary>The highest revision that anybody was answered: a process that starts now must know all up to it.</summary>
    public long Frontier
    {
        get
        {
            lock (_lock)
            {
                return _history.Frontier;
            }
        }
    }

    public int Answers
    {
        get
        {
            lock (_lock)
            {
                return _history.Answers;
            }
        }
    }

    /// <summary>Why writes were not taken.</summary>
    public IReadOnlyList<string> Reasons
    {
        get
        {
            lock (_lock)
            {
                return [.. _reasons];
            }
        }
    }

    /// <summary>Hears a line of a process that was told to go at a frontier.</summary>
    public void Hear(string name, long frontier, string[] words)
    {
        lock (_lock)
        {
            switch (words)
            {
                case ["writing", var value]:
                    _history.Writing(value);
                    break;
                case ["committed", var revision, var key, var value]:
                    _history.Answered(frontier, new Claim(long.Parse(revision), key, value.Length == 0 ? null : value, true, $"{name} writing {value} to {key}"));
                    break;
                case ["refused", var value]:
                    _history.Refuted(value);
                    break;
                case ["unavailable", var value, var reason]:
                    _history.Refuted(value);
                    _reasons.Add(reason);
                    break;
                case ["open", var revision, var listing]:
                    _history.Answered(frontier, new Claim(long.Parse(revision), null, listing.Replace(';', '\n'), false, $"{name} opening"));
                    break;
                default:
                    _history.Fault($"{name} said {string.Join(' ', words)}");
                    break;
            }
        }
    }

    /// <summary>Everything that is wrong: with the log, and with what was said, given the log.</summary>
    public async Task<IReadOnlyList<string>> JudgeAsync(ICommitLog log, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var changes = new List<LoggedChange>();
        var root = CollectionRoot.Empty(Definition);
        var reader = new RowReader(Collection, log);
        var tail = await log.TailAsync(Collection, 0, cancellationToken);
        foreach (var row in tail.Rows)
        {
            // A gap, a document that is gone and a digest that differs are exceptions.
            var content = await reader.ReadAsync(row, cancellationToken);
            (root, var applied) = Replay.Row(Definition, root, row, content);
            changes.AddRange(applied.Select(change => new LoggedChange(change.Revision, change.Key, change.After is null ? null : Writer.ValueOf(change.After))));
            faults.AddRange(HalfGroups(applied));
        }

        if (tail.Head.Revision != root.Revision || tail.Head.Digest != root.Digest)
        {
            faults.Add($"the head says revision {tail.Head.Revision}, the rows end at {root.Revision}");
        }

        lock (_lock)
        {
            faults.AddRange(_history.Judge(changes));
        }

        return faults;
    }

    private static IEnumerable<string> HalfGroups(IReadOnlyList<StoreChange> changes) =>
        changes.Where(change => change.After is not null)
            .Select(change => Writer.ValueOf(change.After!))
            .Where(value => value.Contains('#'))
            .GroupBy(value => value.Split('#')[0])
            .Where(members => members.Count() != GroupSize)
            .Select(members => $"the group {members.Key} was committed in part: {string.Join(' ', members)}");
}
