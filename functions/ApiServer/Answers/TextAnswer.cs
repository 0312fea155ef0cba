using System.Text;
using CloudOrchestrator.ApiServer.Negotiation;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>Plain text.</summary>
internal sealed class TextAnswer(int code, string text) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        httpContext.Response.StatusCode = code;
        httpContext.Response.ContentType = MediaTypes.Text;
        httpContext.Response.Headers["X-Content-Type-Options"] = "nosniff";
        httpContext.Response.ContentLength = bytes.Length;
        await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
