using System.Net;
using CloudOrchestrator.LocalAzure.Functions.Handler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

var script = new Script(Environment.GetEnvironmentVariable("HANDLER_STATE")!);
script.Say($"START {script.Start} {string.Join(' ', args)}");
await script.BeforeListeningAsync();
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.Limits.MaxRequestLineSize = 64 * 1024;
    kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024;
    kestrel.Limits.MinRequestBodyDataRate = null;
    kestrel.Listen(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable("FUNCTIONS_CUSTOMHANDLER_PORT")!, System.Globalization.CultureInfo.InvariantCulture));
});
var app = builder.Build();
app.Run(new Behaviours(script).ServeAsync);
await app.RunAsync();
return 1;
