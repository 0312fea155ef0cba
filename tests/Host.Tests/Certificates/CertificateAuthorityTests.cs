using System.Net;
using System.Security.Cryptography.X509Certificates;
using CloudOrchestrator.Host.Certificates;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Certificates;

public sealed class CertificateAuthorityTests : IDisposable
{
    private static readonly LeafRequest Server = new("kube-apiserver", "", ["localhost"], [IPAddress.Loopback]);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public void Issue_ServerNames_ChainsToTheAuthorityAndHoldsThem()
    {
        using var authority = Open();

        using var leaf = authority.Issue("apiserver", Server);

        Assert.True(ChainsTo(authority.Certificate, leaf));
        Assert.True(leaf.MatchesHostname("localhost"));
        Assert.True(leaf.MatchesHostname("127.0.0.1"));
        Assert.False(leaf.MatchesHostname("example.org"));
        Assert.True(leaf.HasPrivateKey);
    }

    [Fact]
    public void Issue_OpenedAgain_AnswersTheSameCertificate()
    {
        using var first = Open().Issue("apiserver", Server);
        using var second = Open().Issue("apiserver", Server);

        Assert.Equal(first.Thumbprint, second.Thumbprint);
    }

    [Fact]
    public void Issue_FurtherName_SignsAnew()
    {
        using var first = Open().Issue("apiserver", Server);
        using var second = Open().Issue("apiserver", Server with { Addresses = [IPAddress.Loopback, IPAddress.Parse("10.1.2.3")] });

        Assert.NotEqual(first.Thumbprint, second.Thumbprint);
        Assert.True(second.MatchesHostname("10.1.2.3"));
    }

    [Fact]
    public void Issue_SoonOver_SignsAnewUnderTheSameAuthority()
    {
        using var authority = Open();
        using var first = authority.Issue("apiserver", Server);

        _time.Advance(TimeSpan.FromDays(306));
        using var again = Open();
        using var second = again.Issue("apiserver", Server);

        Assert.Equal(authority.Certificate.Thumbprint, again.Certificate.Thumbprint);
        Assert.True(second.NotAfter > first.NotAfter);
    }

    [Fact]
    public void Issue_NotYetSoonOver_KeepsIt()
    {
        using var first = Open().Issue("apiserver", Server);

        _time.Advance(TimeSpan.FromDays(300));
        using var second = Open().Issue("apiserver", Server);

        Assert.Equal(first.Thumbprint, second.Thumbprint);
    }

    [Fact]
    public void Open_DamagedFile_NamesIt()
    {
        Open().Dispose();
        File.WriteAllText(_folder.File("ca.crt"), "not a certificate");

        var fault = Assert.Throws<InvalidDataException>(Open);

        Assert.Contains(_folder.File("ca.crt"), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NewAuthority_KeepsItsKeyFromOthers()
    {
        Open().Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("ca.key")));
    }

    public void Dispose() => _folder.Dispose();

    private CertificateAuthority Open() => CertificateAuthority.Open(new PkiFolder(_folder.Path), _time);

    private static bool ChainsTo(X509Certificate2 authority, X509Certificate2 leaf)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(leaf);
    }
}
