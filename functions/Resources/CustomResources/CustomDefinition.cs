using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>What the custom resource definition says that makes a kind.</summary>
/// <param name="Name">The definition's name, such as <c>crontabs.stable.example.com</c>.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="ListKind">The kind of lists.</param>
/// <param name="StorageVersion">The version that objects are stored in.</param>
/// <param name="Storage">The structure of stored documents.</param>
/// <param name="Schema">Their type.</param>
/// <param name="NeedsConversion">Whether objects may be stored in a version from which only a webhook could convert them.</param>
/// <param name="Fingerprint">Another one where what is served differs.</param>
public sealed record CustomDefinition(string Name, string Uid, string ListKind, string StorageVersion, Structure Storage, TypeSchema Schema, bool NeedsConversion, string Fingerprint);
