using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.ApiServer.PipelineApply.Manifests;

/// <summary>One object of a file, as it was sent.</summary>
/// <param name="Config">The object.</param>
/// <param name="Lines">On which lines its fields stand.</param>
/// <param name="Document">The document that holds it, from 1.</param>
/// <param name="Item">The item of a list that it is, from 1; 0 for none.</param>
/// <param name="Repeated">Fields given twice, in strict decoding's words.</param>
internal sealed record ManifestObject(JsonObject Config, DocumentLines Lines, int Document, int Item, IReadOnlyList<string> Repeated)
{
    public string ApiVersion => Config.Text("apiVersion") ?? "";

    public string Kind => Config.Text("kind") ?? "";

    public string Name => Config.Text("metadata", "name") ?? "";

    /// <summary>The namespace that it names; empty for none.</summary>
    public string Namespace => Config.Text("metadata", "namespace") ?? "";

    /// <summary>Its API group; empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/') is > 0 and var slash ? ApiVersion[..slash] : "";

    public bool IsNamespace => (ApiVersion, Kind) == ("v1", "Namespace");

    public bool IsDefinition => (Group, Kind) == ("apiextensions.k8s.io", "CustomResourceDefinition");

    /// <summary>Of a definition the kind that it defines; null for anything else.</summary>
    public (string Group, string Kind)? DefinedKind =>
        IsDefinition && (Config.Text("spec", "group"), Config.Text("spec", "names", "kind")) is ({ } group, { } kind) ? (group, kind) : null;

    /// <summary>Where it stands.</summary>
    public ManifestPosition Position => new(Document, Item, Lines.Of(Config));

    /// <summary>Where a field stands, or what is nearest around it.</summary>
    public ManifestPosition PositionOf(string field) => new(Document, Item, Lines.Of(Config, field));
}
