using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CloudOrchestrator.SingleMachine.Requests;

/// <summary>A process that answers over TLS and HTTP/2 and does nothing else: no server on this platform is quicker.</summary>
internal static class Floor
{
    /// <summary>Reads from standard input a line with the certificate's file in PKCS #12 and one with the file of an object and the number of copies in a list; writes its port.</summary>
    public static async Task RunAsync()
    {
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(Console.ReadLine()!, null);
        var item = await File.ReadAllBytesAsync(Console.ReadLine()!);
        var list = Enumerable.Repeat(item, PodDocuments.Listed).SelectMany(bytes => bytes).ToArray();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        app.Run(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            var body = http.Request.Path == "/list" ? list : item;
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = body.Length;
            await http.Response.Body.WriteAsync(body);
        });
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.Single()).Port);
        await Task.Delay(Timeout.Infinite);
    }
}
