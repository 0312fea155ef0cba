using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Discovery;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>discovery.k8s.io</c>, one row each.</summary>
public static class DiscoveryKinds
{
    /// <summary>Slices of the endpoints of services.</summary>
    public static ResourceKind EndpointSlices { get; } = new()
    {
        Group = "discovery.k8s.io", Version = "v1", Kind = "EndpointSlice", Plural = "endpointslices", Singular = "endpointslice", Namespaced = true,
        Schema = SchemaTable.BuiltIn.Get("k8s.io.api.discovery.v1.EndpointSlice"), Collection = "discovery.k8s.io/endpointslices", Columns = EndpointSliceColumns.All, HasGeneration = true, CountsLabels = true,
        Immutable = ["addressType"], Default = EndpointSliceDefaults.Apply, Validate = EndpointSliceValidation.Validate, Warnings = EndpointSliceWarnings.Of,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [EndpointSlices];
}
