using CloudOrchestrator.ApiServer.Requests;

namespace CloudOrchestrator.ApiServer.Authentication;

/// <summary>One thing that a sender asks to be taken for: a name, a group, a uid, or a further attribute of a user. The sender must be allowed each.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Resource">The resource that the right to it names.</param>
/// <param name="Name">The name, group, uid or value.</param>
/// <param name="Namespace">Of a service account: its namespace; else empty.</param>
/// <param name="Attribute">Of a further attribute: its name; else empty.</param>
internal sealed record ImpersonationPart(string Kind, string Resource, string Name, string Namespace = "", string Attribute = "")
{
    /// <summary>Group of what is no object of the core group.</summary>
    private const string AuthenticationGroup = "authentication.k8s.io";

    private string Group => Kind is "UID" or "UserExtra" ? AuthenticationGroup : "";

    /// <summary>What the sender must be allowed to do.</summary>
    public RequestInfo Wanted => new()
    {
        Path = "",
        Verb = "impersonate",
        IsResource = true,
        Group = Group,
        Version = "v1",
        Resource = Resource,
        Subresource = Attribute,
        Namespace = Namespace,
        Name = Name,
    };

    /// <summary>The reference as messages show it, with empty places for what it has not.</summary>
    public override string ToString() => $"{{{Kind} {Namespace} {Name}  {(Group.Length == 0 ? "" : $"{Group}/v1")}  {Attribute}}}";
}
