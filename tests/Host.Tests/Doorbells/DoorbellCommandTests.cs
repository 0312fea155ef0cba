using CloudOrchestrator.Host.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Doorbells;

/// <summary><c>doorbell</c> as an operator runs it. It asks the account for nothing.</summary>
public sealed class DoorbellCommandTests : IDisposable
{
    private const string Key = "c2VjcmV0LWtleS1vZi10aGUtYWNjb3VudA==";
    private const string Connection = $"DefaultEndpointsProtocol=https;AccountName=acct;AccountKey={Key};EndpointSuffix=core.windows.net";

    private static readonly string[] Account = ["--store", "azure-tables", "--connection-string", Connection, "--cluster-name", "east"];

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("node-1.doorbell");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Doorbell_OfANode_IsAnAddressForItsRowAloneThatNobodyElseReads()
    {
        var (code, said) = await Server.CommandAsync(["doorbell", "--node", "node-1", "--file", Path, "--valid-days", "7", .. Account]);

        Assert.Equal(0, code);
        Assert.StartsWith($"{Path}: the doorbell of node node-1, good until ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("sig", said, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        var address = await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken);
        Assert.StartsWith("https://acct.table.core.windows.net/east(PartitionKey='~heartbeats',RowKey='node-1')?", address, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doorbell_WhatCannotBe_IsSaidInOneLine()
    {
        string[] command = ["doorbell", "--node", "node-1", "--file", Path];

        Assert.Equal((1, "doorbell: --valid-days 0: not between 1 and 3650.\n"), await Server.CommandAsync([.. command, "--valid-days", "0", .. Account]));
        Assert.Equal(
            (1, "doorbell: --store: only a storage account has rows for nodes; where the store is a file, agents watch the API itself.\n"), await Server.CommandAsync(command));
        Assert.Equal(
            (1, "doorbell: The store on Azure Table Storage: a row's address is signed with the account's key: set a connection string that has it.\n"),
            await Server.CommandAsync([.. command, "--store", "azure-tables", "--table-endpoint", "https://a.table.core.windows.net", "--blob-endpoint", "https://a.blob.core.windows.net"]));
        Assert.False(File.Exists(Path));
    }
}
