using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>Which group each reactor of this version is in.</summary>
internal sealed class ReactorGroups(IReadOnlyDictionary<string, ReactorGroup> groups)
{
    /// <summary>Whether a function that serves a group takes a reactor's keys. What this version does not know it takes: then it is counted.</summary>
    public bool Takes(ReactorGroup group, string reactor) => !groups.TryGetValue(reactor, out var own) || own == group;
}
