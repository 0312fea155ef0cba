using System.Globalization;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Statuses;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>A request that was not done.</summary>
internal sealed class StatusAnswer(ApiStatus status, Representation? representation = null) : IResult
{
    /// <summary>Why not.</summary>
    public ApiStatus Status { get; } = status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Status.RetryAfterSeconds > 0)
        {
            httpContext.Response.Headers.RetryAfter = Status.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        var whole = (representation ?? Representation.Json).Whole;
        return new DocumentAnswer(Status.Code, Status.ToJson(), whole).ExecuteAsync(httpContext);
    }
}
