using CloudOrchestrator.Runtimes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CloudOrchestrator.NodeApi;

/// <summary>Containers' output.</summary>
internal sealed class LogRoutes(IContainerOutput outputs, TimeProvider time)
{
    public async Task GetAsync(HttpContext context, string podNamespace, string pod, string container)
    {
        var (request, error) = LogRequest.Read(context.Request.Query, time.GetUtcNow());
        if (request is null)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, error!).ConfigureAwait(false);
            return;
        }

        switch (outputs.Find(podNamespace, pod, container, request.Previous))
        {
            case OutputTarget.NoPod:
                await RefuseAsync(context, StatusCodes.Status404NotFound, $"pod \"{pod}\" not found").ConfigureAwait(false);
                break;
            case OutputTarget.NoOutput refusal:
                await RefuseAsync(context, StatusCodes.Status400BadRequest, refusal.Message).ConfigureAwait(false);
                break;
            case OutputTarget.Found found:
                await CopyAsync(context, found.ContainerId, request).ConfigureAwait(false);
                break;
        }
    }

    private async Task CopyAsync(HttpContext context, string containerId, LogRequest request)
    {
        context.Response.ContentType = "text/plain";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var output = request.BytesMax is { } bytes ? new BoundedStream(context.Response.Body, bytes, end.Cancel) : context.Response.Body;
        if (request.BytesMax == 0)
        {
            return;
        }

        if (request.Query.Follow)
        {
            // Whoever follows learns at once that there is somebody, even if the container says nothing.
            await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }

        try
        {
            var copied = await outputs.CopyAsync(containerId, request.Query, output, end.Token).ConfigureAwait(false);
            if (copied.Fault is { } fault && !context.Response.HasStarted)
            {
                var code = fault.Kind == RuntimeFaultKind.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status500InternalServerError;
                await RefuseAsync(context, code, fault.Message).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader went, or has all that was asked for.
        }
    }

    private static Task RefuseAsync(HttpContext context, int code, string message)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(message, context.RequestAborted);
    }
}
