using CloudOrchestrator.Host.Credentials;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Credentials;

public sealed class BearerTokenTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void ReadOrCreate_Twice_AnswersTheSameToken()
    {
        var first = BearerToken.ReadOrCreate(_folder.File("admin.token"));

        Assert.Equal(first, BearerToken.ReadOrCreate(_folder.File("admin.token")));
        Assert.Equal(64, first.Length);
        Assert.NotEqual(first, BearerToken.ReadOrCreate(_folder.File("node.token")));
    }

    [Fact]
    public void ReadOrCreate_New_IsReadableByItsOwnerAlone()
    {
        BearerToken.ReadOrCreate(_folder.File("admin.token"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("admin.token")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    public void ReadOrCreate_NotAToken_NamesTheFile(string content)
    {
        File.WriteAllText(_folder.File("admin.token"), content);

        var fault = Assert.Throws<InvalidDataException>(() => BearerToken.ReadOrCreate(_folder.File("admin.token")));

        Assert.Contains(_folder.File("admin.token"), fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
