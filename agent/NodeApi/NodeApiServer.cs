using System.Security.Cryptography.X509Certificates;
using CloudOrchestrator.Runtimes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.NodeApi;

/// <summary>The node's own API, for the API server alone: HTTPS with certificates of the cluster's authority on both sides.</summary>
public static class NodeApiServer
{
    /// <summary>Has Kestrel serve the node's API.</summary>
    public static void ConfigureNodeApi(this KestrelServerOptions kestrel, NodeApiOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(options.Listen, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = options.Certificate;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => IsSigned(certificate, options.Authority);
        }));
    }

    /// <summary>Routes the node's API.</summary>
    public static void MapNodeApi(this WebApplication app)
    {
        app.MapGet("/healthz", () => "ok");
        app.MapGet("/containerLogs/{podNamespace}/{pod}/{container}", (HttpContext http, string podNamespace, string pod, string container) =>
            new ContainerLogs(http.RequestServices.GetRequiredService<IContainerRuntime>(), http.RequestServices.GetRequiredService<TimeProvider>())
                .WriteAsync(http, podNamespace, pod, container));
    }

    private static bool IsSigned(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        // Nodes hold certificates of the authority too, but only the API server may ask.
        return chain.Build(certificate) && certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) == "kube-apiserver";
    }
}
