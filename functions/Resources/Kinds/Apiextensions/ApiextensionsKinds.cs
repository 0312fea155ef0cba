using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>apiextensions.k8s.io</c>, one row each.</summary>
public static class ApiextensionsKinds
{
    /// <summary>Custom resource definitions.</summary>
    public static ResourceKind CustomResourceDefinitions { get; } = new()
    {
        Group = "apiextensions.k8s.io", Version = "v1", Kind = "CustomResourceDefinition", Plural = "customresourcedefinitions", Singular = "customresourcedefinition",
        ShortNames = ["crd", "crds"], Categories = ["api-extensions"], Namespaced = false,
        Schema = Schema("CustomResourceDefinition"), Collection = "apiextensions.k8s.io/customresourcedefinitions", Subresources = [Subresource.Status], HasGeneration = true,
        UnconditionalUpdate = false, Immutable = ["spec.group", "spec.names.plural"], Columns = DefinitionColumns.All,
        Default = DefinitionDefaults.Apply, PrepareCreate = DefinitionDefaults.PrepareCreate, PrepareUpdate = DefinitionDefaults.PrepareUpdate, PrepareStatus = DefinitionDefaults.PrepareStatus, PrepareDelete = DefinitionDefaults.PrepareDelete,
        Validate = DefinitionValidation.Validate, ValidateStatus = DefinitionValidation.ValidateStatus, Warnings = DefinitionValidation.Warnings,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [CustomResourceDefinitions];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.v1." + kind);
}
