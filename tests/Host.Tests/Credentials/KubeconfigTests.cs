using CloudOrchestrator.Host.Credentials;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Credentials;

public sealed class KubeconfigTests : IDisposable
{
    private static readonly Uri Server = new("https://127.0.0.1:6443");
    private readonly TemporaryFolder _folder = new();
    private readonly Noon _time = new();

    private string Path => _folder.File("kubeconfig");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_WhatIsThere_LeavesTheFileAndSaysThatItIsOfNow()
    {
        Write("token");
        File.SetLastWriteTimeUtc(Path, DateTime.UnixEpoch);
        using var held = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

        Write("token");

        Assert.Equal(_time.GetUtcNow().UtcDateTime, File.GetLastWriteTimeUtc(Path));
        Assert.True(IsThe(held));
    }

    [Theory]
    [InlineData("another", UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData("token", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead)]
    public void Write_AnythingElse_ReplacesTheFile(string token, UnixFileMode mode)
    {
        Write(token);
        File.SetUnixFileMode(Path, mode);
        using var held = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

        Write("token");

        Assert.Contains("    token: token\n", File.ReadAllText(Path), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.False(IsThe(held));
    }

    private void Write(string token) => Kubeconfig.Write(Path, Server, "authority", "admin", token, _time);

    /// <summary>Whether an open file is the one that has the name.</summary>
    private bool IsThe(FileStream held)
    {
        held.Write("# more\n"u8);
        held.Flush();
        return File.ReadAllText(Path).EndsWith("# more\n", StringComparison.Ordinal);
    }

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
