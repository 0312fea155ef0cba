using System.Security.Cryptography;
using System.Text;
using CloudOrchestrator.Resources;
using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>Tells who sends a request, by its bearer token.</summary>
internal sealed class TokenAuthentication(ApiServerOptions options)
{
    private const string Scheme = "Bearer ";

    /// <summary>Tokens are found by their hash, so that the time taken tells nothing of a token.</summary>
    private readonly Dictionary<string, UserInfo> _users = options.Tokens.ToDictionary(token => HashOf(token.Key), token => token.Value);

    public UserInfo? UserOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? _users.GetValueOrDefault(HashOf(header[Scheme.Length..].Trim())) : null;
    }

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
