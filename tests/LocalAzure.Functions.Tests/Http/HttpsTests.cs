using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Http;

public sealed class HttpsTests
{
    [Fact]
    public async Task Client_OverHttps_SpeaksEitherVersionAndTheHandlerHttp11()
    {
        using var key = RSA.Create(2048);
        var names = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = names.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await using var app = await RunningApp.StartAsync(AppFolder.Http(), new FunctionsHostOptions { Certificate = certificate });
        Assert.Equal("https", app.Host.Address.Scheme);
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/echo") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

            using var answer = await app.Client.SendAsync(request, Within.Test).Comes("an answer");

            Assert.Equal(version, answer.Version);
            var echo = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Within.Test)).RootElement;
            Assert.Equal("HTTP/1.1", echo.GetProperty("protocol").GetString());
            Assert.Equal("https", echo.GetProperty("headers").GetProperty("X-FORWARDED-PROTO").GetString());
        }
    }
}
