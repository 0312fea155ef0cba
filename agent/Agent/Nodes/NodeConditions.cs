using k8s.Models;

namespace CloudOrchestrator.Agent.Nodes;

/// <summary>The node's conditions, in the kubelet's words. Pure but for looking at the machine.</summary>
internal static class NodeConditions
{
    /// <summary>Below this the node is short of memory.</summary>
    private const long MemoryFreeBytesMin = 100L * 1024 * 1024;

    /// <summary>Below this share of free disk the node is short of disk.</summary>
    private const double DiskFreeShareMin = 0.05;

    /// <summary>Above this share of process numbers in use the node is short of them.</summary>
    private const double ProcessShareMax = 0.95;

    public static IList<V1NodeCondition> Of(IList<V1NodeCondition>? known, string? engineProblem, string dataFolder, DateTime now)
    {
        var (diskSize, diskFree) = MachineFacts.Disk(dataFolder);
        var (processesMax, processes) = MachineFacts.Processes();
        var conditions = new[]
        {
            Pressure("MemoryPressure", MachineFacts.MemoryAvailableBytes is > 0 and < MemoryFreeBytesMin,
                "KubeletHasInsufficientMemory", "kubelet has insufficient memory available", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            Pressure("DiskPressure", diskSize > 0 && diskFree < diskSize * DiskFreeShareMin,
                "KubeletHasDiskPressure", "kubelet has disk pressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            Pressure("PIDPressure", processes > processesMax * ProcessShareMax,
                "KubeletHasInsufficientPID", "kubelet has insufficient PID available", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            new V1NodeCondition
            {
                Type = "Ready",
                Status = engineProblem is null ? "True" : "False",
                Reason = engineProblem is null ? "KubeletReady" : "KubeletNotReady",
                Message = engineProblem is null ? "kubelet is posting ready status" : $"container runtime is down: {engineProblem}",
            },
        };
        foreach (var condition in conditions)
        {
            var before = known?.FirstOrDefault(other => other.Type == condition.Type);
            condition.LastHeartbeatTime = now;
            condition.LastTransitionTime = before?.Status == condition.Status && before.LastTransitionTime is { } time ? time : now;
        }

        return [.. conditions, .. (known ?? []).Where(other => conditions.All(condition => condition.Type != other.Type))];
    }

    /// <summary>Two states are the same to those who watch, whenever they were seen.</summary>
    public static bool Same(IList<V1NodeCondition>? one, IList<V1NodeCondition> other) =>
        one is not null && one.Count == other.Count
        && one.Zip(other).All(pair => pair.First.Type == pair.Second.Type && pair.First.Status == pair.Second.Status && pair.First.Reason == pair.Second.Reason && pair.First.Message == pair.Second.Message);

    private static V1NodeCondition Pressure(string type, bool present, string badReason, string badMessage, string goodReason, string goodMessage) => new()
    {
        Type = type,
        Status = present ? "True" : "False",
        Reason = present ? badReason : goodReason,
        Message = present ? badMessage : goodMessage,
    };
}
