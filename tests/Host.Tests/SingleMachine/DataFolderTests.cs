using CloudOrchestrator.Host.SingleMachine;
using Xunit;

namespace CloudOrchestrator.Host.Tests.SingleMachine;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Hold_HeldAlready_NamesTheFolder()
    {
        using var first = DataFolder.Hold(_folder.Path);

        var fault = Assert.Throws<StartException>(() => DataFolder.Hold(_folder.Path));

        Assert.Contains($"--data {_folder.Path}: another control plane holds this folder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hold_GivenUp_CanBeHeldAgain()
    {
        DataFolder.Hold(_folder.Path).Dispose();

        using var second = DataFolder.Hold(_folder.Path);

        Assert.Equal(_folder.Path, second.Path);
    }

    [Fact]
    public void Hold_FileInTheWay_NamesTheOption()
    {
        File.WriteAllText(_folder.File("data"), "");

        var fault = Assert.Throws<StartException>(() => DataFolder.Hold(_folder.File("data")));

        Assert.StartsWith($"--data {_folder.File("data")}: ", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
