using System.Security.Cryptography;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer;

/// <summary>What the API server needs to be told.</summary>
public sealed class ApiServerOptions
{
    /// <summary>Most bytes of a request's body.</summary>
    /// <value>3 MiB, as in Kubernetes.</value>
    public const int BodyBytesMax = 3 * 1024 * 1024;

    /// <summary>Most requests handled at once, watches and followed logs apart; more are answered 429.</summary>
    public const int RequestsInFlightMax = 2000;

    /// <summary>Bearer token to the user that it stands for.</summary>
    public IReadOnlyDictionary<string, UserInfo> Tokens { get; init; } = new Dictionary<string, UserInfo>();

    /// <summary>SHA-256 of a bearer token, as 64 lower-case hexadecimal digits, to the user that the token stands for.</summary>
    public IReadOnlyDictionary<string, UserInfo> TokenHashes { get; init; } = new Dictionary<string, UserInfo>();

    /// <summary>How long a watch may last at most. Clients open the next where it ended.</summary>
    /// <value>1 h by default; above 0. Behind a proxy that cuts long answers it has to be shorter than the cut.</value>
    public TimeSpan WatchDurationMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a watch may be silent before a byte is sent that means nothing.</summary>
    /// <value>30 s by default; above 0. Proxies take silent connections for dead ones.</value>
    public TimeSpan WatchSilenceMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a followed log may last at most; then it ends as if nothing more were to come.</summary>
    /// <value>Null, unbounded, by default; else above 0. Behind a proxy that cuts long answers it has to be shorter than the cut.</value>
    public TimeSpan? LogDurationMax { get; init; }

    /// <summary>How long a followed log may be silent before it is ended. A log is text: no byte could be sent that means nothing.</summary>
    /// <value>Null, unbounded, by default; else above 0.</value>
    public TimeSpan? LogSilenceMax { get; init; }

    /// <summary>The header by which a proxy before the server names each request, with the same value whenever it sends a request again.</summary>
    /// <value>Null by default: nothing sends requests again. To be set only where the proxy overwrites what its clients send under that name.</value>
    /// <remarks>The Functions host sends requests without a body again when the handler broke off; of those only deletions need telling apart.</remarks>
    public string? ReplayHeader { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(WatchDurationMax, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(WatchSilenceMax, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LogDurationMax ?? TimeSpan.MaxValue, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LogSilenceMax ?? TimeSpan.MaxValue, TimeSpan.Zero);
        if (ReplayHeader is { Length: 0 })
        {
            throw new ArgumentException("The name of the replay header is empty.");
        }

        if (Tokens.Keys.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("A bearer token is empty.");
        }

        if (TokenHashes.Keys.Any(hash => hash.Length != SHA256.HashSizeInBytes * 2 || !hash.All(char.IsAsciiHexDigitLower)))
        {
            throw new ArgumentException("A bearer token's hash is not 64 lower-case hexadecimal digits.");
        }

        if (Tokens.Values.Concat(TokenHashes.Values).Any(user => string.IsNullOrEmpty(user.Name)))
        {
            throw new ArgumentException("A bearer token stands for a user without a name.");
        }
    }
}
