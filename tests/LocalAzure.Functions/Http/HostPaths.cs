using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>The paths that the host keeps for itself, however an app is routed.</summary>
internal static class HostPaths
{
    public const string Webhooks = "/runtime/webhooks";

    private static readonly string[] Whole = ["/admin/host", "/admin/functions", "/admin/instance", "/admin/pod/assign", Webhooks];

    /// <summary>These without a border: <c>/admin/zipdeploy</c> too.</summary>
    private static readonly string[] Begun = ["/admin/functions", "/admin/vfs", "/admin/zip"];

    public static bool Keeps(PathString path) =>
        Whole.Any(kept => path.StartsWithSegments(kept, StringComparison.OrdinalIgnoreCase))
        || Begun.Any(kept => path.Value!.StartsWith(kept, StringComparison.OrdinalIgnoreCase));

    /// <summary>Its own answer: it is up, to everyone; anything else only with the platform's master key, which nobody has here.</summary>
    public static void Answer(HttpContext context) =>
        context.Response.StatusCode = context.Request.Path.Equals("/admin/host/ping", StringComparison.OrdinalIgnoreCase)
            ? StatusCodes.Status200OK
            : StatusCodes.Status401Unauthorized;
}
