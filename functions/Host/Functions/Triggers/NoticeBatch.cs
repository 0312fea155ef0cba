using System.Text.Json;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>What a batch of events asks a group to look at: each key once, however often and in whatever order it comes.</summary>
internal sealed class NoticeBatch
{
    private readonly Dictionary<Wake, NoticeOrigin?> _wakes = [];

    /// <summary>What is wrong with the first event that cannot be read; null where all can.</summary>
    public string? Problem { get; private set; }

    /// <summary>How many events were of something else.</summary>
    public int Foreign { get; private set; }

    /// <summary>Whether anything may have changed.</summary>
    public bool WantsAll { get; private set; }

    /// <summary>The keys that one origin accounts for. Null: several do, so that no one commit says whether the key was looked at since.</summary>
    public IEnumerable<IGrouping<NoticeOrigin?, Wake>> ByOrigin => _wakes.GroupBy(pair => pair.Value, pair => pair.Key);

    /// <summary>Reads a batch. One event that cannot be read does not keep the others from their turn.</summary>
    public static NoticeBatch Read(JsonElement events, string source, Func<string, bool> takes)
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

            if (!NoticeEvent.IsOwn(one, source))
            {
                batch.Foreign++;
                continue;
            }

            if (NoticeEvent.Parse(one, out var problem) is not { } notice)
            {
                batch.Problem ??= $"event {number} {problem}";
                continue;
            }

            batch.WantsAll |= notice.Wakes is null;
            batch.Add((notice.Wakes ?? []).Where(wake => takes(wake.Reactor)), notice.Origin);
        }

        return batch;
    }

    /// <summary>Adds keys that any commit may have changed.</summary>
    public void AddAll(IEnumerable<Wake> wakes) => Add(wakes, null);

    private void Add(IEnumerable<Wake> wakes, NoticeOrigin? origin)
    {
        foreach (var wake in wakes)
        {
            _wakes[wake] = _wakes.TryGetValue(wake, out var known) ? Later(known, origin) : origin;
        }
    }

    private static NoticeOrigin? Later(NoticeOrigin? one, NoticeOrigin? other) =>
        one is null || other is null || one.Instance != other.Instance ? null
            : one.Sequence > other.Sequence ? one : other;
}
