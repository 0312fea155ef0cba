using CloudOrchestrator.Store.Simulation.Histories;

namespace CloudOrchestrator.Store.Simulation.Worlds;

/// <summary>Asks one question after the other, each of some instance, and notes every answer.</summary>
/// <param name="name">What its values begin with.</param>
/// <param name="world">Where it asks.</param>
/// <param name="random">Draws the questions.</param>
/// <param name="pauseMillisecondsMax">Longest pause between two questions.</param>
internal sealed class Client(string name, IWorld world, Random random, int pauseMillisecondsMax = Client.PauseMillisecondsMax)
{
    /// <summary>How long a client waits before it takes an answer for lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private const int Keys = 12;
    private const int PauseMillisecondsMax = 3000;

    private int _values;

    /// <summary>Questions without an answer.</summary>
    public int Lost { get; private set; }

    public async Task RunAsync(Func<bool> goesOn)
    {
        while (goesOn())
        {
            await AskAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(pauseMillisecondsMax)), world.Time);
        }
    }

    /// <summary>One question, drawn.</summary>
    public async Task AskAsync()
    {
        var documents = world.AnyDocuments(random);
        var frontier = world.History.Frontier;
        var key = $"k{random.Next(Keys):D2}";
        var question = random.Next(8) switch
        {
            0 or 1 => PutAsync(documents, frontier, key),
            2 => PutIfAsync(documents, frontier, key),
            3 => PutIfAbsentAsync(documents, frontier, key),
            4 => DeleteAsync(documents, frontier, key),
            5 => GroupAsync(documents, frontier, key, $"l{random.Next(Keys):D2}"),
            6 => ReadAsync(documents, frontier, key),
            _ => ListAsync(documents, frontier),
        };
        try
        {
            await question.WaitAsync(Patience, world.Time);
        }
        catch (Exception fault) when (fault is TimeoutException or StoreException)
        {
            Lost++;
        }
    }

    private async Task PutAsync(IDocumentCollection documents, long frontier, string key)
    {
        var value = Draw();
        Note(frontier, key, value, await documents.CommitAsync(new Write(key, _ => new WriteDecision.Put(World.Document(value))), CancellationToken.None));
    }

    /// <summary>Replaces what was read a moment before, and nothing else.</summary>
    private async Task PutIfAsync(IDocumentCollection documents, long frontier, string key)
    {
        var read = (await documents.ReadAnyAsync(CancellationToken.None)).Find(key);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(pauseMillisecondsMax)), world.Time);
        var value = Draw();
        Note(frontier, key, value, await documents.CommitAsync(
            new Write(key, state => state.Find(key) is var present && present?.Revision == read?.Revision
                ? new WriteDecision.Put(World.Document(value))
                : new WriteDecision.Refuse(new Seen(state.Revision, key, World.ValueOf(present)))),
            CancellationToken.None));
    }

    private async Task PutIfAbsentAsync(IDocumentCollection documents, long frontier, string key)
    {
        var value = Draw();
        Note(frontier, key, value, await documents.CommitAsync(
            new Write(key, state => state.Find(key) is { } present
                ? new WriteDecision.Refuse(new Seen(state.Revision, key, World.ValueOf(present)))
                : new WriteDecision.Put(World.Document(value))),
            CancellationToken.None));
    }

    private async Task DeleteAsync(IDocumentCollection documents, long frontier, string key) =>
        Note(frontier, key, null, await documents.CommitAsync(
            new Write(key, state => state.Find(key) is null ? new WriteDecision.Refuse(new Seen(state.Revision, key, null)) : new WriteDecision.Delete()), CancellationToken.None));

    /// <summary>Two keys at once, the second only if it is absent.</summary>
    private async Task GroupAsync(IDocumentCollection documents, long frontier, string first, string second)
    {
        var (one, two) = (Draw(), Draw());
        var outcomes = await documents.CommitAsync(
            [
                new Write(first, _ => new WriteDecision.Put(World.Document(one))),
                new Write(second, state => state.Find(second) is { } present
                    ? new WriteDecision.Refuse(new Seen(state.Revision - 1, second, World.ValueOf(present)))
                    : new WriteDecision.Put(World.Document(two))),
            ],
            CancellationToken.None);
        Note(frontier, first, one, outcomes[0]);
        Note(frontier, second, two, outcomes[1]);
        if (outcomes.Count(outcome => outcome is WriteOutcome.Committed) == 1)
        {
            world.History.Fault($"{name}: half of a group was committed: {string.Join(", ", outcomes)}");
        }
    }

    private async Task ReadAsync(IDocumentCollection documents, long frontier, string key)
    {
        var state = await documents.ReadCurrentAsync(CancellationToken.None);
        world.History.Answered(frontier, new Claim(state.Revision, key, World.ValueOf(state.Find(key)), false, $"{name} reading {key}"));
    }

    private async Task ListAsync(IDocumentCollection documents, long frontier)
    {
        var state = await documents.ReadCurrentAsync(CancellationToken.None);
        var listing = History.Listing(state.Range("").Select(item => KeyValuePair.Create(item.Key, World.ValueOf(item)!)));
        world.History.Answered(frontier, new Claim(state.Revision, null, listing, false, $"{name} listing"));
    }

    private void Note(long frontier, string key, string? value, WriteOutcome outcome)
    {
        switch (outcome)
        {
            case WriteOutcome.Committed committed:
                world.History.Answered(frontier, new Claim(committed.Object.Revision, key, value, true, $"{name} writing {value ?? "nothing"} to {key}"));
                break;
            case WriteOutcome.Refused { Reason: Seen seen }:
                Refute(value);
                world.History.Answered(frontier, new Claim(seen.Revision, seen.Key, seen.Value, false, $"{name} refused to write {value ?? "nothing"} to {key}"));
                break;
            case WriteOutcome.GroupRefused or WriteOutcome.Unavailable:
                Refute(value);
                break;
            case WriteOutcome.Unknown:
                Lost++;
                break;
            default:
                world.History.Fault($"{name}: {key} was answered {outcome}");
                break;
        }
    }

    private void Refute(string? value)
    {
        if (value is not null)
        {
            world.History.Refuted(value);
        }
    }

    private string Draw()
    {
        var value = $"{name}.{++_values}";
        world.History.Writing(value);
        return value;
    }

    /// <summary>What a write function that refused had found.</summary>
    private sealed record Seen(long Revision, string Key, string? Value);
}
