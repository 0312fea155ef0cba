using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.Controllers.Bootstrapping;

/// <summary>An object that every cluster has.</summary>
/// <param name="Kind">Its kind; it lives in no namespace.</param>
/// <param name="Document">As it is created. Not to be changed.</param>
/// <param name="Maintain">What an object of its name is to become, given a copy that may be changed and returned; null for nothing. Pure.</param>
internal sealed record BootstrapObject(ResourceKind Kind, JsonObject Document, Func<JsonObject, JsonObject?> Maintain)
{
    /// <summary>Its name.</summary>
    public ObjectName Name { get; } = new("", Document.Text("metadata", "name")!);

    /// <summary>Its key in work queues, such as <c>priorityclasses/system-node-critical</c>.</summary>
    public string Key => $"{Kind.Plural}/{Name.Name}";
}
