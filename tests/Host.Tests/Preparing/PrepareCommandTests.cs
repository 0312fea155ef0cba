using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Azurite;
using CloudOrchestrator.Host.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Preparing;

/// <summary><c>prepare</c> as an operator runs it.</summary>
public sealed class PrepareCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("prepare: --server http://127.0.0.1:1: not an https address with an IP address and a port, such as https://127.0.0.1:6443.\n", "http://127.0.0.1:1", "azure-tables")]
    [InlineData("prepare: --server https://localhost: not an https address with an IP address and a port, such as https://127.0.0.1:6443.\n", "https://localhost", "azure-tables")]
    [InlineData("prepare: --store: a cluster is prepared in a storage account; give --store azure-tables and the account.\n", "https://127.0.0.1:1", "sqlite")]
    public async Task Prepare_WhatCannotBe_IsSaidInOneLine(string expected, string server, string store) =>
        Assert.Equal((1, expected), await Server.CommandAsync("prepare", "--data", _folder.File("data"), "--server", server, "--store", store));

    [Fact]
    public async Task Prepare_Twice_KeepsTokensAndWritesTheirHashesAlone()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        await using var azurite = await AzuriteServer.StartAsync(TestContext.Current.CancellationToken);
        string[] command = ["prepare", "--data", _folder.File("data"), "--server", "https://127.0.0.1:1", "--node-name", "node-1", "--store", "azure-tables", "--connection-string", azurite.ConnectionString];

        Assert.Equal((0, ""), await Server.CommandAsync(command));
        var token = await ReadAsync("pki/admin.token");
        Assert.Equal((0, ""), await Server.CommandAsync(command));

        Assert.Equal(token, await ReadAsync("pki/admin.token"));
        var hashes = JsonNode.Parse(await ReadAsync("api-token-hashes.json"))!.AsObject();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token.Trim())));
        Assert.Equal("kubernetes-admin", hashes[hash]!["user"]!.GetValue<string>());
        Assert.Equal(2, hashes.Count);
        Assert.DoesNotContain(token.Trim(), hashes.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("server: https://127.0.0.1:1", await ReadAsync("kubeconfig"), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.File("data")));
    }

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(_folder.File($"data/{file}"), TestContext.Current.CancellationToken);
}
