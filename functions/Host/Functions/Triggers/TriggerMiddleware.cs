namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>Puts the trigger calls before the API.</summary>
internal static class TriggerMiddleware
{
    /// <summary>Adds it. What is no trigger call goes on.</summary>
    public static void UseTriggers(this IApplicationBuilder app)
    {
        var routes = app.ApplicationServices.GetRequiredService<TriggerRoutes>();
        app.Use(next => http => TriggerRoutes.Find(http.Request) is { } function ? routes.HandleAsync(function, http) : next(http));
    }
}
