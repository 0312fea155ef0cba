namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>What a request is about, read from its method and path alone.</summary>
internal sealed record RequestInfo
{
    /// <summary>The path without slashes at its ends; empty for the root.</summary>
    public required string Path { get; init; }

    /// <summary>The verb of a request for a resource, else the method in lower case; empty for a method that no resource knows.</summary>
    public required string Verb { get; init; }

    /// <summary>Whether it is about a resource.</summary>
    public bool IsResource { get; init; }

    /// <summary>API group; empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>API version.</summary>
    public string Version { get; init; } = "";

    /// <summary>Namespace; empty for none.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Plural resource name.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Name of the object; empty for the whole collection.</summary>
    public string Name { get; init; } = "";

    /// <summary>Subresource; empty for none.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Resource and group as in messages.</summary>
    public string QualifiedResource => Group.Length == 0 ? Resource : $"{Resource}.{Group}";
}
