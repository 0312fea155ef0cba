using System.Security.Cryptography;
using System.Text;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Authentication;

/// <summary>Knows users by their bearer tokens.</summary>
internal sealed class TokenAuthenticator(ApiServerOptions options)
{
    private const string Scheme = "Bearer ";

    /// <summary>Longest token looked at, in characters.</summary>
    private const int TokenLengthMax = 16 * 1024;

    /// <summary>The name of who sends a request without credentials.</summary>
    public const string AnonymousName = "system:anonymous";

    private static readonly UserInfo Anonymous = new(AnonymousName, ["system:unauthenticated"]);

    /// <summary>Hashes have one length and nothing in common, so that comparing them tells nothing of the tokens.</summary>
    private readonly (byte[] Hash, UserInfo User)[] _users =
    [
        .. options.Tokens.Select(token => (Hash(token.Key), token.Value)),
        .. options.TokenHashes.Select(token => (Convert.FromHexString(token.Key), token.Value)),
    ];

    /// <summary>Who sends a request, or null where nobody known does.</summary>
    public UserInfo? Authenticate(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return IsOpen(request.Path.Value ?? "") ? Anonymous : null;
        }

        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > TokenLengthMax)
        {
            return null;
        }

        return Find(header[Scheme.Length..].Trim());
    }

    /// <summary>Whose token this is, or null for nobody's.</summary>
    public UserInfo? Find(string token)
    {
        // Every token is compared, so that the time taken does not tell which was close.
        var presented = Hash(token);
        UserInfo? found = null;
        foreach (var (hash, user) in _users)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, presented))
            {
                found = user;
            }
        }

        return found;
    }

    /// <summary>What probes and load balancers ask, who have no credentials.</summary>
    private static bool IsOpen(string path) =>
        path is "/version" or "/version/" || IsBelow(path, "/healthz") || IsBelow(path, "/livez") || IsBelow(path, "/readyz");

    private static bool IsBelow(string path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] == '/');

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
