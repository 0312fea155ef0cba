using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.FunctionsApp.Start;

/// <summary>An app that answers and does nothing else: no start of a handler on this platform is quicker.</summary>
internal static class Floor
{
    public static async Task RunAsync()
    {
        var port = int.Parse(Environment.GetEnvironmentVariable("FUNCTIONS_CUSTOMHANDLER_PORT")!, CultureInfo.InvariantCulture);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.Run(http => http.Response.WriteAsync("here"));
        await app.RunAsync();
    }
}
