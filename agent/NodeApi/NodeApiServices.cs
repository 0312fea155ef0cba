using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.NodeApi;

/// <summary>Registers the node's own API.</summary>
public static class NodeApiServices
{
    /// <summary>Has Kestrel listen for the API server alone: both sides show certificates of the cluster's authority.</summary>
    /// <param name="builder">The application; an <see cref="IContainerOutput"/> must be registered.</param>
    /// <param name="options">Where to listen.</param>
    /// <exception cref="IOException">A certificate cannot be read.</exception>
    public static WebApplicationBuilder AddNodeApi(this WebApplicationBuilder builder, NodeApiOptions options)
    {
        var authority = new ClientAuthority(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(options.PkiFolder, "ca.crt")));
        var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(options.PkiFolder, "node.crt"), Path.Combine(options.PkiFolder, "node.key"));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Listen, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                    https.ClientCertificateValidation = (client, _, _) => authority.Accepts(client);
                });
            });
        });
        builder.Services.AddSingleton<LogRoutes>();
        return builder;
    }

    /// <summary>Adds the node's routes.</summary>
    /// <param name="application">The application.</param>
    public static void UseNodeApi(this WebApplication application)
    {
        application.MapGet("/healthz", () => Results.Text("ok"));
        application.MapGet("/containerLogs/{podNamespace}/{pod}/{container}", application.Services.GetRequiredService<LogRoutes>().GetAsync);
    }
}
