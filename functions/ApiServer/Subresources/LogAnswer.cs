using CloudOrchestrator.ApiServer.Negotiation;
using Microsoft.AspNetCore.Http.Features;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>A log, passed on from the node as it comes.</summary>
internal sealed class LogAnswer(HttpResponseMessage source) : IResult
{
    private const int PartBytes = 32 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var _ = source;
        var response = httpContext.Response;
        response.ContentType = MediaTypes.Text;
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(httpContext.RequestAborted);
        await response.Body.FlushAsync(httpContext.RequestAborted);
        await using var lines = await source.Content.ReadAsStreamAsync(httpContext.RequestAborted);
        var part = new byte[PartBytes];
        while (await lines.ReadAsync(part, httpContext.RequestAborted) is > 0 and var length)
        {
            await response.Body.WriteAsync(part.AsMemory(0, length), httpContext.RequestAborted);
            await response.Body.FlushAsync(httpContext.RequestAborted);
        }
    }
}
