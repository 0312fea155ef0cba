using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Batch;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>batch</c>, one row each.</summary>
public static class BatchKinds
{
    /// <summary>Cron jobs.</summary>
    public static ResourceKind CronJobs { get; } = new()
    {
        Group = "batch", Version = "v1", Kind = "CronJob", Plural = "cronjobs", Singular = "cronjob", ShortNames = ["cj"], Categories = ["all"], Namespaced = true,
        Schema = Schema("CronJob"), Collection = "batch/cronjobs", Subresources = [Subresource.Status], MetadataKeptByStatus = [], HasGeneration = true, Columns = BatchColumns.CronJobs,
        Default = CronJobDefaults.Apply, Validate = CronJobValidation.Validate, Warnings = JobWarnings.CronJob,
    };

    /// <summary>Jobs.</summary>
    public static ResourceKind Jobs { get; } = new()
    {
        Group = "batch", Version = "v1", Kind = "Job", Plural = "jobs", Singular = "job", Categories = ["all"], Namespaced = true,
        Schema = Schema("Job"), Collection = "batch/jobs", OrphansByDefault = true, Subresources = [Subresource.Status], MetadataKeptByStatus = [], HasGeneration = true,
        SelectableFields = new Dictionary<string, string> { ["status.successful"] = "status.succeeded" }, Columns = BatchColumns.Jobs,
        Default = JobDefaults.Apply, PrepareCreate = JobDefaults.PrepareCreate, Validate = JobValidation.Validate, ValidateStatus = JobStatusValidation.Validate, Warnings = JobWarnings.Job,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [CronJobs, Jobs];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.batch.v1." + kind);
}
