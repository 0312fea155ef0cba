using System.Collections.Concurrent;

namespace CloudOrchestrator.Resources.Reactors;

/// <summary>What keeps reactors from hearing of changes, until they hear again.</summary>
internal sealed class ReactorFaults
{
    private readonly ConcurrentDictionary<string, string> _faults = new(StringComparer.Ordinal);

    /// <summary>Notes that something does not work, such as the feed of a kind.</summary>
    public void Failed(string what, Exception fault) => _faults[what] = fault.Message;

    /// <summary>Notes that it works again.</summary>
    public void Works(string what) => _faults.TryRemove(what, out _);

    /// <summary>The first of these that does not work, with why; null where all do.</summary>
    public string? First(IEnumerable<string> these) =>
        these.Select(what => _faults.TryGetValue(what, out var fault) ? $"{what}: {fault}" : null).FirstOrDefault(fault => fault is not null);
}
