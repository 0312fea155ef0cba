using System.CommandLine;
using CloudOrchestrator.Host.SingleMachine;
using Xunit;

namespace CloudOrchestrator.Host.Tests.SingleMachine;

public sealed class StoreArgumentsTests
{
    private const string Table = "https://a.table.core.windows.net/";
    private const string Blob = "https://a.blob.core.windows.net/";

    [Fact]
    public void Choose_Nothing_IsSqlite() => Assert.IsType<StoreChoice.SqliteFile>(Choose());

    [Fact]
    public void Choose_ConnectionString_IsTheAccount()
    {
        var options = Assert.IsType<StoreChoice.Account>(Choose("--store", "azure-tables", "--connection-string", "AccountName=a", "--cluster-name", "east")).Options;

        Assert.Equal(("AccountName=a", "east"), (options.ConnectionString, options.Cluster));
    }

    [Fact]
    public void Choose_Endpoints_AreTheAccount()
    {
        var options = Assert.IsType<StoreChoice.Account>(
            Choose("--store", "azure-tables", "--table-endpoint", Table, "--blob-endpoint", Blob, "--managed-identity", "id")).Options;

        Assert.Equal((Table, Blob, "id"), (options.TableEndpoint!.AbsoluteUri, options.BlobEndpoint!.AbsoluteUri, options.ManagedIdentityClientId));
        Assert.Null(options.ConnectionString);
    }

    [Theory]
    [InlineData("--store etcd", "--store etcd: no such store; sqlite or azure-tables.")]
    [InlineData("--connection-string x", "--connection-string: only with --store azure-tables.")]
    [InlineData("--store sqlite --cluster-name x", "--cluster-name: only with --store azure-tables.")]
    [InlineData("--store azure-tables --table-endpoint x", "--table-endpoint x: not an address such as https://account.table.core.windows.net.")]
    public void Choose_WhatDoesNotFit_SaysWhich(string arguments, string expected) =>
        Assert.Equal(expected, Assert.Throws<StartException>(() => Choose(arguments.Split(' '))).Message);

    private static StoreChoice Choose(params string[] arguments)
    {
        var command = new Command("serve");
        var store = new StoreArguments();
        store.AddTo(command);
        return store.Choose(command.Parse(arguments));
    }
}
