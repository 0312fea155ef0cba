using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.ApiServer.Tests.Serving;

/// <summary>The real API server on a free loopback port with TLS, over the real resource machinery and a log in memory.</summary>
public sealed class TestServer : IAsyncDisposable
{
    public const string AdminToken = "admin-token-of-the-tests";
    public const string NodeToken = "node-token-of-the-tests";

    private readonly WebApplication _app;
    private readonly SocketsHttpHandler _handler;

    private TestServer(WebApplication app, X509Certificate2 certificate)
    {
        _app = app;
        Certificate = certificate;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        _handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        _handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString();
        Client = NewClient(AdminToken);
        Anonymous = NewClient(null);
    }

    public Uri Address { get; }

    public X509Certificate2 Certificate { get; }

    /// <summary>A client with the administrator's token.</summary>
    public HttpClient Client { get; }

    /// <summary>A client without credentials.</summary>
    public HttpClient Anonymous { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<TestServer> StartAsync() => StartAsync(new ApiServerOptions { Tokens = Tokens });

    public static IReadOnlyDictionary<string, UserInfo> Tokens { get; } = new Dictionary<string, UserInfo>
    {
        [AdminToken] = new("kubernetes-admin", ["system:masters", "system:authenticated"]),
        [NodeToken] = new("system:node:n1", ["system:nodes", "system:authenticated"]),
    };

    /// <summary>Starts a server; servers over one log are instances of one cluster.</summary>
    public static async Task<TestServer> StartAsync(ApiServerOptions options, Action<IServiceCollection>? configure = null, ICommitLog? log = null, TimeProvider? time = null)
    {
        var certificate = SelfSigned();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate);
        }));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton(log ?? new MemoryCommitLog());
        builder.Services.AddStore();
        builder.Services.AddResources();
        builder.Services.AddApiServer(options);
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseApiServer();
        await app.StartAsync();
        var server = new TestServer(app, certificate);
        await server.OpenAsync("default");
        return server;
    }

    /// <summary>Sees to it that there is a namespace, and the account that its pods have.</summary>
    public async Task OpenAsync(string @namespace)
    {
        using var created = await PostAsync("/api/v1/namespaces", $$$"""{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"{{{@namespace}}}"}}""");
        using var account = await PostAsync($"/api/v1/namespaces/{@namespace}/serviceaccounts", """{"kind":"ServiceAccount","apiVersion":"v1","metadata":{"name":"default"}}""");
        foreach (var answer in new[] { created, account }.Where(answer => answer.StatusCode != HttpStatusCode.Conflict))
        {
            answer.EnsureSuccessStatusCode();
        }
    }

    public HttpClient NewClient(string? token, Version? version = null)
    {
        var client = new HttpClient(_handler, disposeHandler: false)
        {
            BaseAddress = Address,
            DefaultRequestVersion = version ?? HttpVersion.Version20,
            Timeout = TimeSpan.FromSeconds(100),
        };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return client;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, string contentType = "application/json") => SendAsync(HttpMethod.Post, path, body, contentType);

    public Task<HttpResponseMessage> PutAsync(string path, string body, string contentType = "application/json") => SendAsync(HttpMethod.Put, path, body, contentType);

    public Task<HttpResponseMessage> PatchAsync(string path, string body, string contentType) => SendAsync(HttpMethod.Patch, path, body, contentType);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Version = HttpVersion.Version20 };
        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = contentType.Length == 0 ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request);
    }

    /// <summary>Tells the server to stop, as a signal to its process does.</summary>
    public void Stop() => _app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Anonymous.Dispose();
        _handler.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Certificate.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=tests", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
