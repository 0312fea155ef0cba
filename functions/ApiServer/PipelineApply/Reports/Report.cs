using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace CloudOrchestrator.ApiServer.PipelineApply.Reports;

/// <summary>The answer to an apply: held back until its status code is known, or sent as it comes.</summary>
/// <remarks>What is sent goes nowhere once the client has left; the work goes on.</remarks>
internal sealed class Report(HttpContext http, IReportForm form, bool streams)
{
    /// <summary>The trailer that says how a streamed answer ended, for clients that read trailers.</summary>
    public const string Trailer = "Apply-Result";

    private readonly ArrayBufferWriter<byte> _pending = new();
    private readonly List<ApplyResult> _results = [];

    /// <summary>What became of each object so far.</summary>
    public IReadOnlyList<ApplyResult> Results => _results;

    /// <summary>Whether nothing has failed so far.</summary>
    public bool IsOk => _results.All(result => !result.IsFailed);

    /// <summary>Begins; the first byte of a streamed answer goes at once, since proxies hold headers back until there is one.</summary>
    public async ValueTask StartAsync()
    {
        http.Response.ContentType = form.ContentType;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (!streams)
        {
            return;
        }

        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (http.Response.SupportsTrailers())
        {
            http.Response.DeclareTrailer(Trailer);
        }

        if (form is JsonForm)
        {
            form.WriteFiller(_pending, []);
        }

        await SendAsync();
    }

    /// <summary>Adds what became of an object.</summary>
    public ValueTask AddAsync(ApplyResult result)
    {
        _results.Add(result);
        form.WriteResult(_pending, result);
        return SendAsync();
    }

    /// <summary>Notes that an object is ready; it is told of unless it needed no waiting.</summary>
    public ValueTask ReadyAsync(ApplyResult result, bool isTold)
    {
        Replace(result, result with { Ready = true });
        if (isTold)
        {
            form.WriteReady(_pending, result);
        }

        return SendAsync();
    }

    /// <summary>Adds that an object did not become ready.</summary>
    public ValueTask NotReadyAsync(ApplyResult result, string reason)
    {
        var failed = result.Failed(reason) with { Ready = false, Warnings = [] };
        Replace(result, failed);
        form.WriteResult(_pending, failed);
        return SendAsync();
    }

    /// <summary>Tells what an object is waited for.</summary>
    public ValueTask WaitingAsync(ApplyResult result, string what)
    {
        form.WriteWaiting(_pending, result, what);
        return SendAsync();
    }

    /// <summary>Shows that the answer still goes on.</summary>
    public ValueTask StillWaitingAsync(IReadOnlyCollection<(ApplyResult Result, string What)> waiting)
    {
        form.WriteFiller(_pending, waiting);
        return SendAsync();
    }

    /// <summary>Ends.</summary>
    public async ValueTask EndAsync()
    {
        form.WriteEnd(_pending, _results, IsOk);
        if (!streams)
        {
            http.Response.StatusCode = Code();
            http.Response.ContentLength = _pending.WrittenCount;
            await http.Response.Body.WriteAsync(_pending.WrittenMemory, http.RequestAborted);
            return;
        }

        await SendAsync();
        if (http.Response.SupportsTrailers() && !http.RequestAborted.IsCancellationRequested)
        {
            http.Response.AppendTrailer(Trailer, ResultDocument.Word(IsOk));
        }
    }

    /// <summary>200 where all went well; what may go well another time before what will not; 409 for nothing but conflicts; else 422.</summary>
    private int Code()
    {
        var codes = _results.Where(result => result.IsFailed).Select(result => result.Code).ToHashSet();
        return codes.Count == 0 ? StatusCodes.Status200OK
            : codes.Where(code => code >= StatusCodes.Status500InternalServerError).DefaultIfEmpty().Min() is > 0 and var passing ? passing
            : codes is { Count: 1 } && codes.Contains(StatusCodes.Status409Conflict) ? StatusCodes.Status409Conflict
            : StatusCodes.Status422UnprocessableEntity;
    }

    private void Replace(ApplyResult before, ApplyResult after)
    {
        var index = _results.FindIndex(result => ReferenceEquals(result, before));
        _results[index] = after;
    }

    private async ValueTask SendAsync()
    {
        if (!streams)
        {
            return;
        }

        if (!http.RequestAborted.IsCancellationRequested)
        {
            try
            {
                await http.Response.Body.WriteAsync(_pending.WrittenMemory, http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
            catch (Exception) when (http.RequestAborted.IsCancellationRequested)
            {
                // The client has gone: nobody is left to be told.
            }
        }

        _pending.ResetWrittenCount();
    }
}
