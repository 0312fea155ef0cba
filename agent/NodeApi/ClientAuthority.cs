using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.NodeApi;

/// <summary>Decides who may ask this node.</summary>
internal sealed class ClientAuthority(X509Certificate2 authority)
{
    /// <summary>The group of those who may do anything; other nodes, whose certificates the same authority signs, are not in it.</summary>
    private const string Group = "system:masters";

    private const string OrganizationOid = "2.5.4.10";

    private const string ClientAuthenticationOid = "1.3.6.1.5.5.7.3.2";

    public bool Accepts(X509Certificate2 client)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ClientAuthenticationOid));
        return chain.Build(client) && client.SubjectName.EnumerateRelativeDistinguishedNames().Any(part =>
            !part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationOid && part.GetSingleElementValue() == Group);
    }
}
