using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Discovery;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.OpenApi;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.ApiServer;

/// <summary>The stages of every request, in order.</summary>
/// <remarks>
/// (1) health and version, open to all; (2) authentication; (3) documents about the API: discovery and OpenAPI;
/// (4) the path is looked up in the table of kinds; (5) the form of the answer is agreed; (6) the verb's handler runs.
/// </remarks>
internal sealed class ApiPipeline(
    TokenAuthentication authentication,
    DiscoveryDocuments discovery,
    OpenApiDocuments openApi,
    KindTable kinds,
    ReadHandler reading,
    WatchHandler watching,
    WriteHandler writing,
    DeleteHandler deleting,
    ScaleHandler scaling,
    LogHandler logs,
    ILogger<ApiPipeline> logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await RouteAsync(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (BadHttpRequestException fault)
        {
            if (!http.Response.HasStarted)
            {
                await StatusAnswer.WriteAsync(http, new Refusal.BadRequest(fault.Message)).ConfigureAwait(false);
            }
        }
        catch (Exception fault)
        {
            Log.RequestFailed(logger, http.Request.Method, http.Request.Path, fault);
            if (!http.Response.HasStarted)
            {
                await StatusAnswer.WriteAsync(http, StatusAnswer.Failure(500, "InternalError", "Internal error occurred: the server's log has the details")).ConfigureAwait(false);
            }
        }
    }

    private async Task RouteAsync(HttpContext http)
    {
        // :: Step 1: health and version.
        if (await HealthAnswer.TryAnswerAsync(http).ConfigureAwait(false))
        {
            return;
        }

        // :: Step 2: authentication.
        if (authentication.UserOf(http.Request) is not { } user)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"kubernetes\"";
            await StatusAnswer.WriteAsync(http, StatusAnswer.Failure(401, "Unauthorized", "Unauthorized")).ConfigureAwait(false);
            return;
        }

        // :: Step 3: documents about the API.
        if (await discovery.TryAnswerAsync(http).ConfigureAwait(false) || await openApi.TryAnswerAsync(http).ConfigureAwait(false))
        {
            return;
        }

        // :: Step 4: the table of kinds.
        if (RequestPath.Parse(http.Request.Path.Value ?? "", kinds) is not { } path)
        {
            await StatusAnswer.WriteAsync(http, (JsonObject)StatusAnswer.NoSuchPath.DeepClone()).ConfigureAwait(false);
            return;
        }

        // :: Step 5: the form of the answer.
        var form = AnswerForms.Of(http.Request);
        if (form == AnswerForm.NotAcceptable && path.Subresource != Subresource.Log)
        {
            await StatusAnswer.WriteAsync(http, StatusAnswer.Failure(406, "NotAcceptable", "only the following media types are accepted: application/json")).ConfigureAwait(false);
            return;
        }

        // :: Step 6: the verb's handler.
        var request = new ApiRequest
        {
            Http = http,
            User = user,
            Kind = path.Kind,
            Namespace = path.Namespace,
            Name = path.Name,
            Subresource = path.Subresource,
            IsWatchPath = path.IsWatch,
        };
        await DispatchAsync(request, form).ConfigureAwait(false);
    }

    private Task DispatchAsync(ApiRequest request, AnswerForm form)
    {
        var verb = request.Http.Request.Method;
        var isCollection = request.Name.Length == 0;
        var isScopeless = request.Kind.Namespaced && request.Namespace.Length == 0;
        return (verb, request.Subresource) switch
        {
            ("GET", Subresource.Log) => logs.GetAsync(request),
            ("GET", Subresource.Scale) => scaling.GetAsync(request),
            ("PUT", Subresource.Scale) => scaling.UpdateAsync(request),
            ("PATCH", Subresource.Scale) => scaling.PatchAsync(request),
            ("POST", Subresource.Binding) => writing.BindAsync(request),
            ("GET", Subresource.None) when request.IsWatchPath || (isCollection && request.Flag("watch")) => watching.WatchAsync(request, form),
            ("GET", Subresource.None) when isCollection => reading.ListAsync(request, form),
            ("GET", Subresource.None or Subresource.Status) when !isCollection => reading.GetAsync(request, form),
            ("POST", Subresource.None) when isCollection && !isScopeless => writing.CreateAsync(request, form),
            ("PUT", Subresource.None or Subresource.Status or Subresource.Finalize) when !isCollection => writing.UpdateAsync(request, form),
            ("PATCH", Subresource.None or Subresource.Status) when !isCollection => writing.PatchAsync(request, form),
            ("DELETE", Subresource.None) when !isCollection => deleting.DeleteAsync(request, form),
            ("DELETE", Subresource.None) when !isScopeless => deleting.DeleteCollectionAsync(request),
            _ => StatusAnswer.WriteAsync(request.Http, StatusAnswer.Failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", new JsonObject())),
        };
    }
}
