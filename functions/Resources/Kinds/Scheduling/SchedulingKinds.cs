using CloudOrchestrator.Resources.Admission;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Scheduling;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>scheduling.k8s.io</c>, one row each.</summary>
public static class SchedulingKinds
{
    /// <summary>Classes of priority. Their generation stays at 1.</summary>
    public static ResourceKind PriorityClasses { get; } = new()
    {
        Group = "scheduling.k8s.io", Version = "v1", Kind = "PriorityClass", Plural = "priorityclasses", Singular = "priorityclass", ShortNames = ["pc"], Namespaced = false,
        Schema = SchemaTable.BuiltIn.Get("k8s.io.api.scheduling.v1.PriorityClass"), Collection = "scheduling.k8s.io/priorityclasses", Columns = PriorityClassColumns.All,
        Immutable = ["preemptionPolicy"], Default = PriorityClassDefaults.Apply, PrepareCreate = PriorityClassDefaults.PrepareCreate, Validate = PriorityClassValidation.Validate, WhyKept = SystemPriorityClasses.WhyKept,
        FaultAmong = PriorityAdmission.PresetFault,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [PriorityClasses];
}
