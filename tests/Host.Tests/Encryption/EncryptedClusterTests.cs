using System.Net;
using System.Text;
using CloudOrchestrator.Host.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Encryption;

/// <summary>A cluster whose resources are encrypted where they are stored.</summary>
public sealed class EncryptedClusterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    private string Configuration => _folder.File("encryption.yaml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_WithAnEncryptionConfiguration_KeepsNoPlainTextAndNeedsTheKey()
    {
        await File.WriteAllTextAsync(
            Configuration,
            """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [configmaps]
              providers:
              - aesgcm:
                  keys:
                  - name: monday
                    secret: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=
              - identity: {}
            """,
            TestContext.Current.CancellationToken);
        string[] encryption = ["--encryption-provider-config", Configuration];
        await using (var server = await Server.StartAsync(Data, arguments: encryption))
        {
            Assert.Equal(HttpStatusCode.Created, (await server.CreateAsync("find-me")).Code);
        }

        foreach (var file in new DirectoryInfo(Data).GetFiles("store.db*"))
        {
            Assert.DoesNotContain("xxxxxxxxxx", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.FullName, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        }

        await using (var server = await Server.StartAsync(Data))
        {
            var (code, message) = await server.ListAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
            // It names the first document of the collection, be it one of the machinery's own.
            Assert.Matches(@"^The document \S+ of configmaps is encrypted with the key monday, and no keys are configured\.$", message);
        }

        await using var again = await Server.StartAsync(Data, arguments: encryption);
        Assert.Equal((HttpStatusCode.OK, "find-me"), await again.ListAsync());
    }
}
