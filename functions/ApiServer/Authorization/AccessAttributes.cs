using CloudOrchestrator.ApiServer.Requests;

namespace CloudOrchestrator.ApiServer.Authorization;

/// <summary>What someone wants to do.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version.</param>
/// <param name="Resource">Plural resource name; empty for a path.</param>
/// <param name="Subresource">Subresource; empty for none.</param>
/// <param name="Namespace">Namespace; empty for all or none.</param>
/// <param name="Name">Name; empty for all.</param>
/// <param name="Path">The path where it is not about a resource.</param>
internal sealed record AccessAttributes(string Verb, string Group, string Version, string Resource, string Subresource, string Namespace, string Name, string Path)
{
    /// <summary>What a request wants.</summary>
    public static AccessAttributes Of(RequestInfo info) =>
        new(info.Verb, info.Group, info.Version, info.Resource, info.Subresource, info.Namespace, info.Name, info.IsResource ? "" : $"/{info.Path}");
}
