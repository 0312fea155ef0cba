using CloudOrchestrator.Agent.Commands;
using Xunit;

namespace CloudOrchestrator.Agent.Tests.Commands;

public sealed class DoorbellFileTests : IDisposable
{
    private const string Secret = "c2VjcmV0";
    private const string Address = "https://acct.table.core.windows.net/kubernetes(PartitionKey='~heartbeats',RowKey='node-1')?sv=2019-02-02&sig=" + Secret;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("doorbell-");

    private string File => Path.Combine(_folder.FullName, "doorbell");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_AddressOfThisNode_IsTaken()
    {
        System.IO.File.WriteAllText(File, Address + "\n");

        Assert.Equal("node-1", DoorbellFile.Read(File, "node-1").Row);
    }

    [Fact]
    public void Read_NoFile_SaysSo() =>
        Assert.StartsWith($"--doorbell {File}: the file cannot be read: ", Assert.Throws<StartException>(() => DoorbellFile.Read(File, "node-1")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Folder_SaysSo() =>
        Assert.StartsWith(
            $"--doorbell {_folder.FullName}: the file cannot be read: ", Assert.Throws<StartException>(() => DoorbellFile.Read(_folder.FullName, "node-1")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_AddressOfAnotherNode_SaysWhose()
    {
        System.IO.File.WriteAllText(File, Address);

        Assert.Equal($"--doorbell {File}: its address is that of node node-1's row, and this is node node-2.", Refusal("node-2"));
    }

    [Fact]
    public void Read_SomethingElse_SaysWhatIsWrongAndNoSecret()
    {
        System.IO.File.WriteAllText(File, Address.Replace("https", "http", StringComparison.Ordinal));
        Assert.Equal($"--doorbell {File}: its address is not https (http is taken on loopback alone).", Refusal("node-1"));

        System.IO.File.WriteAllText(File, new string('x', 100_000) + Secret);
        Assert.Equal($"--doorbell {File}: it does not hold one absolute address.", Refusal("node-1"));
    }

    private string Refusal(string node)
    {
        var message = Assert.Throws<StartException>(() => DoorbellFile.Read(File, node)).Message;
        Assert.DoesNotContain(Secret, message, StringComparison.Ordinal);
        return message;
    }
}
