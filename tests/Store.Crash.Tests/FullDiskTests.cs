using CloudOrchestrator.Disks;
using CloudOrchestrator.Store.Sqlite;
using Xunit;

namespace CloudOrchestrator.Store.Crash.Tests;

/// <summary>The disk runs full under a writer: it says so, goes on when there is space again, and nothing acknowledged is lost.</summary>
public sealed class FullDiskTests
{
    private const int DiskBytes = 8 * 1024 * 1024;
    private const int FillerBytes = 5 * 1024 * 1024;
    private const int CommitsAfter = 100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_DiskFullThenNot_SaysSoGoesOnAndLosesNothing()
    {
        Assert.SkipWhen(SmallDisk.Missing is not null, SmallDisk.Missing ?? "");
        await using var disk = await SmallDisk.MountAsync(DiskBytes);
        disk.Fill(FillerBytes);
        var path = Path.Combine(disk.Path, "store.db");
        var testimony = new Testimony();
        await using (var victim = Victim.Start("p1", 1, "sqlite", path, testimony, disk))
        {
            await victim.GoAsync();
            await victim.SaidAsync(1, "unavailable");
            var committed = victim.Said("committed");
            disk.Free();
            await victim.SaidAsync(committed + CommitsAfter, "committed");
            await victim.SaidAsync(victim.Said("unavailable") + 1, "unavailable");
            disk.Fill();
            await victim.KillAsync();
        }

        Assert.Equal([$"{path}: the disk is full."], testimony.Reasons);
        Assert.Empty(await JudgeAsync(disk, testimony));

        // There is no space when the next process opens the store either: it serves what is there.
        await using (var victim = Victim.Start("p2", 2, "sqlite", path, testimony, disk))
        {
            await victim.GoAsync();
            await victim.SaidAsync(1, "unavailable");
            await victim.KillAsync();
        }

        Assert.Equal([$"{path}: the disk is full."], testimony.Reasons);
        Assert.Empty(await JudgeAsync(disk, testimony));
    }

    private static async Task<IReadOnlyList<string>> JudgeAsync(SmallDisk disk, Testimony testimony)
    {
        var copy = Directory.CreateTempSubdirectory("store-crash-");
        foreach (var file in new[] { "store.db", "store.db-wal" })
        {
            File.Copy(Path.Combine(disk.Outside, file), Path.Combine(copy.FullName, file));
        }

        using (var log = SqliteCommitLog.Open(new SqliteOptions { Path = Path.Combine(copy.FullName, "store.db") }))
        {
            var faults = await testimony.JudgeAsync(log, Token);
            copy.Delete(recursive: true);
            return faults;
        }
    }
}
