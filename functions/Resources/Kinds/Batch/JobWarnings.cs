using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>What writers of jobs are warned of.</summary>
internal static class JobWarnings
{
    private const int CompletionsSoftMax = 100_000;
    private const int ParallelismSoftMax = 10_000;

    public static IEnumerable<string> Job(JsonObject item, JsonObject? old) => old is null ? Name(item).Concat(Size(item["spec"])) : Size(item["spec"]);

    public static IEnumerable<string> CronJob(JsonObject item, JsonObject? old) => old is null ? Name(item) : [];

    private static IEnumerable<string> Name(JsonObject item)
    {
        var faults = NameRules.LabelFaults(item.Text("metadata", "name") ?? "").ToList();
        return faults.Count == 0
            ? []
            : [$"metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [{string.Join(' ', faults)}]"];
    }

    private static IEnumerable<string> Size(JsonNode? spec) =>
        spec.Text("completionMode") == "Indexed" && spec.Integer("completions") > CompletionsSoftMax && spec.Integer("parallelism") > ParallelismSoftMax
            ? ["In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail"]
            : [];
}
