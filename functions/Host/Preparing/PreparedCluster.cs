using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudOrchestrator.Host.Certificates;
using CloudOrchestrator.Host.Credentials;
using CloudOrchestrator.Host.SingleMachine;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.Preparing;

/// <summary>What lies in a folder and in the storage account once a cluster is prepared. Running it again makes only what is missing.</summary>
/// <param name="folder">The folder.</param>
/// <param name="server">Where clients reach the API.</param>
/// <param name="kubeconfig">Where the administrator's kubeconfig goes.</param>
/// <param name="node">The one node that may join.</param>
internal sealed class PreparedCluster(string folder, Uri server, string kubeconfig, string node)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The value of the setting <c>ApiTokenHashes</c>.</summary>
    private string TokenHashes => Path.Combine(folder, "api-token-hashes.json");

    /// <exception cref="StartException">The store is not in a storage account.</exception>
    public async Task PrepareAsync(StoreChoice store, CancellationToken cancellationToken)
    {
        if (store is not StoreChoice.Account)
        {
            throw new StartException("--store: a cluster is prepared in a storage account; give --store azure-tables and the account.");
        }

        Directory.CreateDirectory(folder, OwnerOnly);
        var pki = Path.Combine(folder, "pki");
        using var identity = ClusterIdentity.Open(pki, IPAddress.Parse(server.Host.Trim('[', ']')), node, TimeProvider.System);
        await store.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using (var services = Services(store))
        {
            await new StoredNodeTrust(services.GetRequiredService<IClusterFiles>()).SaveAsync(identity.NodeClient, identity.Authority, cancellationToken).ConfigureAwait(false);
        }

        PrivateFile.Write(TokenHashes, Hashes(identity), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Kubeconfig.Write(Path.Combine(folder, "agent.kubeconfig"), server, identity.AuthorityPem, $"system:node:{node}", identity.NodeToken, TimeProvider.System);
        Kubeconfig.Write(kubeconfig, server, identity.AuthorityPem, "admin", identity.AdminToken, TimeProvider.System);
    }

    private static ServiceProvider Services(StoreChoice store)
    {
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging();
        store.AddTo(services, "");
        return services.BuildServiceProvider();
    }

    private string Hashes(ClusterIdentity identity) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        [Hash(identity.AdminToken)] = new { user = "kubernetes-admin", groups = new[] { "system:masters", "system:authenticated" } },
        [Hash(identity.NodeToken)] = new { user = $"system:node:{node}", groups = new[] { "system:nodes", "system:authenticated" } },
    });

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
