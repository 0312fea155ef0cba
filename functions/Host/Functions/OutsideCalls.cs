namespace CloudOrchestrator.Host.Functions;

/// <summary>Tells calls that the Functions host makes itself from those that it passes on from outside.</summary>
internal static class OutsideCalls
{
    /// <summary>Names an invocation; the same again when the host replays it.</summary>
    public const string Invocation = "x-ms-invocation-id";
    private const string Forwarded = "X-Forwarded-";

    /// <summary>Whether a request came from outside. The host sets these headers on all that it passes on, whatever the client says in <c>Connection</c>; on its own calls it sets none.</summary>
    public static bool Is(HttpRequest request) =>
        request.Headers.ContainsKey(Invocation) || request.Headers.Any(header => header.Key.StartsWith(Forwarded, StringComparison.OrdinalIgnoreCase));
}
