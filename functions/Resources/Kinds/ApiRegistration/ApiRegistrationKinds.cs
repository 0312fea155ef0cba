using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.ApiRegistration;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>apiregistration.k8s.io</c>, one row each.</summary>
public static class ApiRegistrationKinds
{
    /// <summary>Who serves each version of each group.</summary>
    public static ResourceKind ApiServices { get; } = new()
    {
        Group = "apiregistration.k8s.io", Version = "v1", Kind = "APIService", Plural = "apiservices", Singular = "apiservice", Categories = ["api-extensions"], Namespaced = false,
        Schema = SchemaTable.BuiltIn.Get("k8s.io.kube_aggregator.pkg.apis.apiregistration.v1.APIService"), Collection = "apiregistration.k8s.io/apiservices", Subresources = [Subresource.Status],
        UnconditionalUpdate = false, NameFaults = SegmentNames.Faults, Columns = ApiServiceColumns.All,
        Default = ApiServiceDefaults.Apply, PrepareCreate = ApiServiceDefaults.PrepareCreate, Validate = ApiServiceValidation.Validate, ValidateStatus = ApiServiceValidation.ValidateStatus, Warnings = ApiServiceValidation.Warnings,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [ApiServices];
}
