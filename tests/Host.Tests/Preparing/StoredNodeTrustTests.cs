using System.Collections.Concurrent;
using System.Net;
using System.Text;
using CloudOrchestrator.Host.Preparing;
using CloudOrchestrator.Host.SingleMachine;
using CloudOrchestrator.Store;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Preparing;

public sealed class StoredNodeTrustTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeFiles _files = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GetAsync_AfterSave_IsTheCertificateWithItsKeyAndTheAuthority()
    {
        using var identity = ClusterIdentity.Open(_folder.File("pki"), IPAddress.Loopback, "node-1", TimeProvider.System);
        await new StoredNodeTrust(_files).SaveAsync(identity.NodeClient, identity.Authority, Token);

        var trust = await new StoredNodeTrust(_files).GetAsync(Token);

        Assert.Equal((identity.NodeClient.Thumbprint, identity.Authority.Thumbprint), (trust!.ClientCertificate.Thumbprint, trust.Authority.Thumbprint));
        Assert.True(trust.ClientCertificate.HasPrivateKey);
        Assert.False(trust.Authority.HasPrivateKey);
    }

    [Fact]
    public async Task GetAsync_NothingWasKept_IsNone() => Assert.Null(await new StoredNodeTrust(_files).GetAsync(Token));

    [Theory]
    [InlineData("")]
    [InlineData("no certificates")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task GetAsync_DamagedFile_SaysWhich(string content)
    {
        await _files.PutAsync("node-trust.pem", Encoding.ASCII.GetBytes(content), Token);

        var fault = await Assert.ThrowsAsync<StoreException>(async () => await new StoredNodeTrust(_files).GetAsync(Token));

        Assert.Contains("node-trust.pem", fault.Message, StringComparison.Ordinal);
    }

    private sealed class FakeFiles : IClusterFiles
    {
        private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _files = [];

        public ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            _files[name] = content;
            return ValueTask.CompletedTask;
        }

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string name, CancellationToken cancellationToken) =>
            new(_files.TryGetValue(name, out var content) ? content : (ReadOnlyMemory<byte>?)null);
    }
}
