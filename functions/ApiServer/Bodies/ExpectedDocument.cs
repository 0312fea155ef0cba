using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.ApiServer.Bodies;

/// <summary>What a body has to be.</summary>
/// <param name="ApiVersion">The version that the document is taken as.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Schema">Its type.</param>
/// <param name="AnyVersion">Whether it may name any apiVersion, as options do.</param>
internal sealed record ExpectedDocument(string ApiVersion, string Kind, TypeSchema Schema, bool AnyVersion = false)
{
    /// <summary>How a deletion is to be done; clients send it under the version of what they delete.</summary>
    public static ExpectedDocument DeleteOptions { get; } = BuiltIn("v1", "DeleteOptions", "k8s.io.apimachinery.pkg.apis.meta.v1.DeleteOptions") with { AnyVersion = true };

    /// <summary>The binding of a pod to a node.</summary>
    public static ExpectedDocument Binding { get; } = BuiltIn("v1", "Binding", "k8s.io.api.core.v1.Binding");

    /// <summary>The number of replicas of anything.</summary>
    public static ExpectedDocument Scale { get; } = BuiltIn("autoscaling/v1", "Scale", "k8s.io.api.autoscaling.v1.Scale");

    /// <summary>An object of a kind.</summary>
    public static ExpectedDocument Of(ResourceKind kind) => new(kind.ApiVersion, kind.Kind, kind.Schema);

    /// <summary>A document of a type in the table of fields.</summary>
    public static ExpectedDocument BuiltIn(string apiVersion, string kind, string type) => new(apiVersion, kind, SchemaTable.BuiltIn.Get(type));

    /// <summary>Whether a document may say this apiVersion.</summary>
    public bool Takes(string apiVersion) => AnyVersion || apiVersion == ApiVersion;
}
