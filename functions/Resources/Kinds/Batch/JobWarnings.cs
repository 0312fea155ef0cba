using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>What writers of jobs are warned of.</summary>
internal static class JobWarnings
{
    private const int CompletionsSoftMax = 100_000;
    private const int ParallelismSoftMax = 10_000;

    public static IEnumerable<string> Job(JsonObject item, JsonObject? old) =>
        NameWarnings.OfOwner(item, old).Concat(Size(item["spec"])).Concat(PodWarnings.Template(item, old));

    public static IEnumerable<string> CronJob(JsonObject item, JsonObject? old) =>
        NameWarnings.OfOwner(item, old).Concat(PodWarnings.Template(item, old, "spec", "jobTemplate", "spec", "template"));

    private static IEnumerable<string> Size(JsonNode? spec) =>
        spec.Text("completionMode") == "Indexed" && spec.Integer("completions") > CompletionsSoftMax && spec.Integer("parallelism") > ParallelismSoftMax
            ? ["In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail"]
            : [];
}
