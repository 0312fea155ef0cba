using CloudOrchestrator.ApiServer.Negotiation;
using Microsoft.AspNetCore.Http.Features;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>A log, passed on from the node as it comes, until it ends or has to.</summary>
internal sealed class LogAnswer(HttpResponseMessage source, LogBound bound) : IResult
{
    private const int PartBytes = 32 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var sourceEnd = source;
        using var boundEnd = bound;
        var response = httpContext.Response;
        response.ContentType = MediaTypes.Text;
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(httpContext.RequestAborted);
        await response.Body.FlushAsync(httpContext.RequestAborted);
        var part = new byte[PartBytes];
        try
        {
            await using var lines = await source.Content.ReadAsStreamAsync(bound.Ended);
            while (await lines.ReadAsync(part, bound.Ended) is > 0 and var length)
            {
                bound.Heard();
                await response.Body.WriteAsync(part.AsMemory(0, length), httpContext.RequestAborted);
                await response.Body.FlushAsync(httpContext.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (bound.IsOver && !httpContext.RequestAborted.IsCancellationRequested)
        {
            // It ends like a log of which nothing more is to come: whoever follows it may ask again.
        }
    }
}
