using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>What writers of jobs are warned of.</summary>
internal static class JobWarnings
{
    private const int CompletionsSoftMax = 100_000;
    private const int ParallelismSoftMax = 10_000;

    private const string TooMany =
        "In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail";

    private const string Zone =
        "cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details";

    public static IEnumerable<string> Job(JsonObject item, JsonObject? old) =>
        Warnings.All(NameWarnings.OfOwner(item, old), PodWarnings.IsNew(item, old) ? Spec(item["spec"], "spec") : []);

    public static IEnumerable<string> CronJob(JsonObject item, JsonObject? old) => Warnings.All(
        NameWarnings.OfOwner(item, old),
        PodWarnings.IsNew(item, old) ? Spec(item.At("spec", "jobTemplate", "spec"), "spec.jobTemplate.spec") : [],
        old is not null && item.Text("spec", "schedule") is { } schedule && schedule.Contains("TZ", StringComparison.Ordinal) ? [Zone] : []);

    private static IEnumerable<string> Spec(JsonNode? spec, string at) => Warnings.All(
        spec.Text("completionMode") == "Indexed" && spec.Integer("completions") > CompletionsSoftMax && spec.Integer("parallelism") > ParallelismSoftMax ? [$"{at}: {TooMany}"] : [],
        PodWarnings.Template(spec.At("template"), $"{at}.template"));
}
