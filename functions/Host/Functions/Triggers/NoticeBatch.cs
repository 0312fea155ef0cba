using System.Text.Json;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>What a batch of events asks a group to look at: each key once, however often and in whatever order it comes.</summary>
internal sealed class NoticeBatch
{
    private readonly Dictionary<Wake, WakeNews> _wakes = [];

    /// <summary>What is wrong with the first event that cannot be read; null where all can.</summary>
    public string? Problem { get; private set; }

    /// <summary>How many events were of something else.</summary>
    public int Foreign { get; private set; }

    /// <summary>Whether anything may have changed.</summary>
    public bool WantsAll { get; private set; }

    /// <summary>The keys, and what is told of each.</summary>
    public IReadOnlyCollection<WakeNews> News => _wakes.Values;

    /// <summary>Reads a batch. One event that cannot be read does not keep the others from their turn.</summary>
    /// <param name="events">The events.</param>
    /// <param name="source">The source of the cluster's own.</param>
    /// <param name="group">The group whose function they came to.</param>
    public static NoticeBatch Read(JsonElement events, string source, ReactorGroup group)
    {
        var batch = new NoticeBatch();
        var number = 0;
        foreach (var element in events.EnumerateArray())
        {
            number++;
            var one = Payload.Unwrapped(element);
            if (one.ValueKind != JsonValueKind.Object)
            {
                batch.Problem ??= $"event {number} is not a JSON object.";
                continue;
            }

            try
            {
                batch.Add(one, number, source, group);
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair, escaped.
                batch.Problem ??= $"event {number} holds half a character.";
            }
        }

        return batch;
    }

    /// <summary>Adds keys that any commit may have changed.</summary>
    public void AddAll(IEnumerable<Wake> wakes) => Add(wakes, null, null);

    private void Add(JsonElement one, int number, string source, ReactorGroup group)
    {
        if (!NoticeEvent.IsOwn(one, source))
        {
            Foreign++;
        }
        else if (NoticeEvent.Parse(one, group, out var problem) is { } notice)
        {
            WantsAll |= notice.Wakes is null;
            Add(notice.Wakes ?? [], notice.Origin, notice.At);
        }
        else
        {
            Problem ??= $"event {number} {problem}";
        }
    }

    private void Add(IEnumerable<Wake> wakes, NoticeOrigin? origin, DateTimeOffset? at)
    {
        foreach (var wake in wakes)
        {
            _wakes[wake] = _wakes.TryGetValue(wake, out var known)
                ? new WakeNews(wake, Later(known.Origin, origin), known.At > at || at is null ? known.At : at)
                : new WakeNews(wake, origin, at);
        }
    }

    private static NoticeOrigin? Later(NoticeOrigin? one, NoticeOrigin? other) =>
        one is null || other is null || one.Instance != other.Instance ? null
            : one.Sequence > other.Sequence ? one : other;
}
