using System.Net;
using CloudOrchestrator.Azurite;
using CloudOrchestrator.Host.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Backups;

/// <summary><c>backup</c> and <c>restore</c> as an operator runs them.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private const long Added = 1_000_000_000;

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    private string Backup => _folder.File("cluster.backup");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Backup_OfARunningCluster_IsRestoredIntoANewOneThatTakesItsPlace()
    {
        await using (var server = await Server.StartAsync(Data))
        {
            await server.CreateAsync("a");
            var saved = await Server.CommandAsync("backup", "--data", Data, "--file", Backup);
            Assert.Equal(0, saved.Code);
            Assert.StartsWith($"{Backup}: ", saved.Said, StringComparison.Ordinal);
            await server.CreateAsync("after");
            Assert.Equal((HttpStatusCode.OK, "a after"), await server.ListAsync());
            Assert.Equal(
                (1, $"restore: --data {Data}: another control plane holds this folder; stop it first, or name another folder.\n"),
                await Server.CommandAsync("restore", "--data", Data, "--file", Backup));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Backup));
        Assert.Equal(["cluster.backup"], new DirectoryInfo(Path.GetDirectoryName(Backup)!).GetFiles().Select(file => file.Name));
        var restored = await Server.CommandAsync("restore", "--data", _folder.File("new"), "--file", Backup, "--replaces", Data);
        Assert.Equal(0, restored.Code);
        Assert.Contains("nothing can be written to this cluster any more", restored.Said, StringComparison.Ordinal);
        await using (var server = await Server.StartAsync(_folder.File("new")))
        {
            Assert.Equal((HttpStatusCode.OK, "a"), await server.ListAsync());
            Assert.Equal(HttpStatusCode.Created, (await server.CreateAsync("b")).Code);
            var (_, list) = await server.GetAsync("/api/v1/namespaces/default/configmaps");
            Assert.InRange(long.Parse((string)list["metadata"]!["resourceVersion"]!, null), Added + 2, Added + 100);
            var (code, status) = await server.GetAsync("/api/v1/namespaces/default/configmaps?resourceVersion=1&resourceVersionMatch=Exact");
            Assert.Equal((HttpStatusCode.Gone, "Expired"), (code, (string?)status["reason"]));
        }

        await using var old = await Server.StartAsync(Data);
        Assert.Equal((HttpStatusCode.OK, "a after"), await old.ListAsync());
        var refused = await old.CreateAsync("c");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Code);
        Assert.Contains("sealed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_OfAFile_IsRestoredIntoAStorageAccountAndBack()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        await using var azurite = await AzuriteServer.StartAsync(TestContext.Current.CancellationToken);
        string[] account = ["--store", "azure-tables", "--connection-string", azurite.ConnectionString];
        await using (var server = await Server.StartAsync(Data))
        {
            await server.CreateAsync("a", 200_000);
        }

        Assert.Equal(0, (await Server.CommandAsync("backup", "--data", Data, "--file", Backup)).Code);
        Assert.Equal(0, (await Server.CommandAsync(["restore", "--file", Backup, .. account])).Code);
        await using (var server = await Server.StartAsync(_folder.File("account"), arguments: account))
        {
            Assert.Equal((HttpStatusCode.OK, "a"), await server.ListAsync());
            await server.CreateAsync("b");
            Assert.Equal(0, (await Server.CommandAsync(["backup", "--file", _folder.File("second.backup"), .. account])).Code);
        }

        Assert.Equal(0, (await Server.CommandAsync("restore", "--data", _folder.File("back"), "--file", _folder.File("second.backup"))).Code);
        await using var back = await Server.StartAsync(_folder.File("back"));
        Assert.Equal((HttpStatusCode.OK, "a b"), await back.ListAsync());
        Assert.StartsWith(
            "backup: ", (await Server.CommandAsync(["backup", "--file", _folder.File("none.backup"), .. account, "--cluster-name", "other"])).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhatCannotBe_IsSaidInOneLine()
    {
        await File.WriteAllTextAsync(_folder.File("text"), "no backup", TestContext.Current.CancellationToken);
        var text = _folder.File("text");

        Assert.Equal((1, $"backup: --data {Data}: there is no store in this folder.\n"), await Server.CommandAsync("backup", "--data", Data, "--file", Backup));
        Assert.Equal((1, $"backup: --file {text}: there is such a file already; a backup is not written over.\n"), await Server.CommandAsync("backup", "--data", Data, "--file", text));
        Assert.Equal((1, "backup: --file /none/b: there is no such folder.\n"), await Server.CommandAsync("backup", "--data", Data, "--file", "/none/b"));
        Assert.Equal((1, "restore: --file /none/b: there is no such file.\n"), await Server.CommandAsync("restore", "--data", Data, "--file", "/none/b"));
        Assert.Equal(
            (1, $"restore: {text}: this is no backup that this version can read; one begins with \"CloudOrchestrator backup 1\".\n"),
            await Server.CommandAsync("restore", "--data", Data, "--file", text));
    }
}
