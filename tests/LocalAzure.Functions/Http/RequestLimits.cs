using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>The limits of requests.</summary>
/// <remarks>Source: FUNCTIONS.md 2.3. Which status a too long URL or query gets is documented nowhere: 414 here.</remarks>
internal static class RequestLimits
{
    /// <summary>Characters of the target with its query, and of the rest of the URL: scheme and host.</summary>
    public const int UrlCharactersMax = 8_192;

    public const int QueryCharactersMax = 4_096;

    /// <summary>Of all names and values, with what separates them in HTTP/1.1.</summary>
    public const int HeaderBytesMax = 32 * 1024;

    public const int BodyBytesMax = 104_857_600;

    /// <summary>The status with which the front end refuses it, or null.</summary>
    public static int? Refusal(HttpContext context)
    {
        var request = context.Request;
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? target.Length - mark - 1 : 0;
        if (query > QueryCharactersMax || request.Scheme.Length + 3 + (request.Host.Value?.Length ?? 0) + target.Length > UrlCharactersMax)
        {
            return StatusCodes.Status414RequestUriTooLong;
        }

        var headers = request.Headers.Sum(header => header.Value.Sum(value => header.Key.Length + 4L + (value?.Length ?? 0)));
        if (headers > HeaderBytesMax)
        {
            return StatusCodes.Status431RequestHeaderFieldsTooLarge;
        }

        return request.ContentLength > BodyBytesMax ? StatusCodes.Status500InternalServerError : null;
    }
}
