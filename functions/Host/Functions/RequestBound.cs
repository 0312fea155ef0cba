namespace CloudOrchestrator.Host.Functions;

/// <summary>Ends requests before the platform's <c>functionTimeout</c> of 10 minutes: at its expiry the platform ends the whole process, and every other request
/// with it. Watches and followed logs have shorter bounds of their own; this one is for a body that trickles in, or an answer that nobody reads.</summary>
internal static class RequestBound
{
    /// <summary>Longest that a request from outside lasts.</summary>
    public static readonly TimeSpan DurationMax = TimeSpan.FromMinutes(9.5);

    /// <summary>Adds it.</summary>
    public static void UseRequestBound(this IApplicationBuilder app)
    {
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        app.Use(next => http => OutsideCalls.Is(http.Request) ? BoundAsync(next, http, time) : next(http));
    }

    private static async Task BoundAsync(RequestDelegate next, HttpContext http, TimeProvider time)
    {
        using var bound = new CancellationTokenSource(DurationMax, time);
        using var abort = bound.Token.Register(http.Abort);
        await next(http).ConfigureAwait(false);
    }
}
