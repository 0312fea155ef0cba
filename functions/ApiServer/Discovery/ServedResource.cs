namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>A resource as discovery tells of it.</summary>
internal sealed record ServedResource(
    string Group,
    string Version,
    string Kind,
    string Plural,
    string Singular,
    bool Namespaced,
    IReadOnlyList<string> Verbs,
    IReadOnlyList<string> ShortNames,
    IReadOnlyList<string> Categories,
    IReadOnlyList<ServedSubresource> Subresources,
    bool IsCustom = false);

/// <summary>A subresource as discovery tells of it.</summary>
/// <param name="Name">Name in paths.</param>
/// <param name="Group">Group of what it answers.</param>
/// <param name="Version">Version of what it answers.</param>
/// <param name="Kind">Kind of what it answers.</param>
/// <param name="Verbs">Its verbs.</param>
internal sealed record ServedSubresource(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs);
