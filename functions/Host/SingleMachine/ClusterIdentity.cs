using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography.X509Certificates;
using CloudOrchestrator.Host.Certificates;
using CloudOrchestrator.Host.Credentials;

namespace CloudOrchestrator.Host.SingleMachine;

/// <summary>The certificates and tokens of a single-machine cluster.</summary>
internal sealed class ClusterIdentity : IDisposable
{
    /// <summary>First address of the default service range: <c>kubernetes.default</c>.</summary>
    private static readonly IPAddress ServiceAddress = IPAddress.Parse("10.96.0.1");

    private static readonly string[] ApiServerNames =
        ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"];

    private readonly CertificateAuthority _authority;

    private ClusterIdentity(CertificateAuthority authority, X509Certificate2 apiServer, X509Certificate2 nodeClient, string adminToken, string nodeToken)
    {
        _authority = authority;
        Authority = authority.Certificate;
        ApiServer = apiServer;
        NodeClient = nodeClient;
        AdminToken = adminToken;
        NodeToken = nodeToken;
    }

    /// <summary>The cluster's certificate authority.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>What the API server shows to its clients.</summary>
    public X509Certificate2 ApiServer { get; }

    /// <summary>What the API server shows to a node's own API.</summary>
    public X509Certificate2 NodeClient { get; }

    /// <summary>The administrator's bearer token.</summary>
    public string AdminToken { get; }

    /// <summary>The node agent's bearer token.</summary>
    public string NodeToken { get; }

    /// <summary>The authority's certificate in PEM form.</summary>
    public string AuthorityPem => _authority.CertificatePem;

    /// <summary>Reads everything from the folder, and makes what is missing or soon over.</summary>
    public static ClusterIdentity Open(string pkiFolder, IPAddress listen, string nodeName, TimeProvider time)
    {
        var folder = new PkiFolder(pkiFolder);
        var authority = CertificateAuthority.Open(folder, time);
        IPAddress[] own = [IPAddress.Loopback, IPAddress.IPv6Loopback, .. MachineAddresses()];
        var apiServer = authority.Issue("apiserver", new LeafRequest("kube-apiserver", "", ApiServerNames, [.. own.Append(listen).Append(ServiceAddress).Distinct()]));
        var nodeClient = authority.Issue("apiserver-node-client", new LeafRequest("kube-apiserver", "system:masters", [], []));
        authority.Issue("node", new LeafRequest($"system:node:{nodeName}", "system:nodes", [nodeName, "localhost"], [.. own.Distinct()])).Dispose();
        return new ClusterIdentity(
            authority,
            apiServer,
            nodeClient,
            BearerToken.ReadOrCreate(Path.Combine(pkiFolder, "admin.token")),
            BearerToken.ReadOrCreate(Path.Combine(pkiFolder, "node.token")));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        Authority.Dispose();
        ApiServer.Dispose();
        NodeClient.Dispose();
    }

    /// <summary>Link-local addresses carry a scope that certificates cannot express, so they are left out.</summary>
    private static IEnumerable<IPAddress> MachineAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !address.IsIPv6LinkLocal && !IPAddress.IsLoopback(address));
}
