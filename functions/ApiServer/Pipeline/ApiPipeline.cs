using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Authentication;
using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Pipeline;

/// <summary>
/// The stages of every request, in order:
/// (1) who sends it, (2) what it is about, (3) whether its sender may, (4) whether there is room for it,
/// (5) which handler answers it, by the table of kinds as it is now, (6) the answer.
/// </summary>
internal sealed class ApiPipeline(TokenAuthenticator authenticator, IAuthorizer authorizer, ApiRouter router, ILogger<ApiPipeline> logger)
{
    private int _inFlight;

    public async Task HandleAsync(HttpContext http)
    {
        var auditId = Guid.NewGuid().ToString();
        http.Response.Headers["Audit-Id"] = auditId;
        http.Response.Headers.CacheControl = "no-cache, private";
        try
        {
            var answer = await AnswerAsync(http, auditId);
            await answer.ExecuteAsync(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: nobody is left to be told, and nothing of ours is broken.
        }
        catch (BadHttpRequestException fault)
        {
            await FailAsync(http, fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? ApiStatuses.BodyTooLarge : ApiStatuses.BadRequest(fault.Message));
        }
        catch (Exception fault) when (ResourceFaults.Unavailable(fault) is not null)
        {
            await FailAsync(http, ApiStatuses.StoreUnavailable(ResourceFaults.Unavailable(fault)!));
        }
        catch (Exception fault)
        {
            // The loop's edge: a bug or a broken machine must end this request alone.
            await FailAsync(http, auditId, fault);
        }
    }

    private async Task<IResult> AnswerAsync(HttpContext http, string auditId)
    {
        // (1)
        if (authenticator.Authenticate(http.Request) is not { } user)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return new StatusAnswer(ApiStatuses.Unauthorized);
        }

        // (2)
        var isWatch = new QueryValues(http.Request.Query).Flag("watch") && !HttpMethods.IsHead(http.Request.Method);
        if (RequestInfoParser.Parse(http.Request.Method, http.Request.Path.Value ?? "", isWatch) is not { } info)
        {
            return new StatusAnswer(ApiStatuses.UnknownPath);
        }

        // (3)
        var request = new ApiRequest(http, info, user, auditId);
        var outcome = await Impersonation.ResolveAsync(request, authorizer);
        if (outcome is not ImpersonationOutcome.Acting(var acting))
        {
            return new StatusAnswer(((ImpersonationOutcome.Refused)outcome).Status);
        }

        request = request with { User = acting };
        if (!await authorizer.IsAllowedAsync(acting, AccessAttributes.Of(info), http.RequestAborted))
        {
            return new StatusAnswer(ApiStatuses.Forbidden(request, info.Verb));
        }

        // (4)
        if (router.StaysOpen(request))
        {
            return await router.RouteAsync(request);
        }

        if (Interlocked.Increment(ref _inFlight) > ApiServerOptions.RequestsInFlightMax)
        {
            Interlocked.Decrement(ref _inFlight);
            return new StatusAnswer(ApiStatuses.TooManyRequests);
        }

        http.Response.OnCompleted(Leave);

        // (5)
        return await router.RouteAsync(request);
    }

    private Task Leave()
    {
        Interlocked.Decrement(ref _inFlight);
        return Task.CompletedTask;
    }

    private async Task FailAsync(HttpContext http, string auditId, Exception fault)
    {
        if (http.Response.HasStarted)
        {
            Log.AnswerBroken(logger, http.Request.Method, http.Request.Path, auditId, fault);
            http.Abort();
            return;
        }

        Log.RequestFailed(logger, http.Request.Method, http.Request.Path, auditId, fault);
        await FailAsync(http, ApiStatuses.Internal(auditId));
    }

    private static async Task FailAsync(HttpContext http, ApiStatus status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Headers.Remove("Content-Encoding");
        http.Response.ContentLength = null;
        await new StatusAnswer(status).ExecuteAsync(http);
    }
}
