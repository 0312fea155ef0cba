using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.FlowControl;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>flowcontrol.apiserver.k8s.io</c>, one row each.</summary>
public static class FlowControlKinds
{
    /// <summary>Which requests are of which flow and level.</summary>
    public static ResourceKind FlowSchemas { get; } = new()
    {
        Group = "flowcontrol.apiserver.k8s.io", Version = "v1", Kind = "FlowSchema", Plural = "flowschemas", Singular = "flowschema", Namespaced = false,
        Schema = Schema("FlowSchema"), Collection = "flowcontrol.apiserver.k8s.io/flowschemas", Subresources = [Subresource.Status], HasGeneration = true, Columns = FlowControlColumns.FlowSchemas,
        Default = FlowControlDefaults.FlowSchema, Validate = FlowSchemaValidation.Validate, ValidateStatus = FlowSchemaValidation.ValidateStatus, Warnings = FlowControlDefaults.Warnings,
    };

    /// <summary>How many requests of each level are served at once.</summary>
    public static ResourceKind PriorityLevelConfigurations { get; } = new()
    {
        Group = "flowcontrol.apiserver.k8s.io", Version = "v1", Kind = "PriorityLevelConfiguration", Plural = "prioritylevelconfigurations", Singular = "prioritylevelconfiguration", Namespaced = false,
        Schema = Schema("PriorityLevelConfiguration"), Collection = "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations", Subresources = [Subresource.Status], HasGeneration = true,
        Columns = FlowControlColumns.PriorityLevels, Default = FlowControlDefaults.PriorityLevel, Validate = PriorityLevelValidation.Validate, ValidateStatus = FlowSchemaValidation.ValidateStatus, Warnings = FlowControlDefaults.Warnings,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [FlowSchemas, PriorityLevelConfigurations];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.flowcontrol.v1." + kind);
}
