using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Policy;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>policy</c>, one row each.</summary>
public static class PolicyKinds
{
    /// <summary>Pod disruption budgets.</summary>
    public static ResourceKind PodDisruptionBudgets { get; } = new()
    {
        Group = "policy", Version = "v1", Kind = "PodDisruptionBudget", Plural = "poddisruptionbudgets", Singular = "poddisruptionbudget", ShortNames = ["pdb"], Namespaced = true,
        Schema = Schema("PodDisruptionBudget"), Collection = "policy/poddisruptionbudgets", Subresources = [Subresource.Status], MetadataKeptByStatus = [], HasGeneration = true,
        UnconditionalUpdate = false, CreateOnUpdate = true, Columns = DisruptionBudgetColumns.All, Validate = DisruptionBudgetValidation.Validate, ValidateStatus = DisruptionBudgetValidation.ValidateStatus,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [PodDisruptionBudgets];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.policy.v1." + kind);
}
