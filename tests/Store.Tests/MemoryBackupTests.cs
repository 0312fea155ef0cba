using CloudOrchestrator.Store.Backups;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;
using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.Tests;

/// <summary>Backups of a log that several instances share, damaged files, and a restore that dies anywhere.</summary>
public sealed class MemoryBackupTests : BackupConformance
{
    [Fact]
    public async Task Restore_AnyByteOfTheFileChanged_IsRefusedAndWritesNothing()
    {
        var file = (await SaveAsync(await SmallAsync())).File;
        for (var position = 0; position < file.Length; position++)
        {
            var changed = file.ToArray();
            changed[position] ^= (byte)(1 << (position % 8));
            await RefusedAsync(changed, $"byte {position} of {file.Length} changed");
        }
    }

    [Fact]
    public async Task Restore_TheFileCutOffAnywhereOrGoingOn_IsRefusedAndWritesNothing()
    {
        var file = (await SaveAsync(await SmallAsync())).File;
        for (var length = 0; length < file.Length; length++)
        {
            await RefusedAsync(file[..length], $"cut off at {length} of {file.Length}");
        }

        await RefusedAsync([.. file, 0], "one byte more");
    }

    [Fact]
    public async Task Restore_DiesAtAnyWrite_IsNotServedUntilItHasEndedTheNextTime()
    {
        var file = (await SaveAsync(await SmallAsync())).File;
        var deaths = 0;
        for (var writes = 0; ; writes++)
        {
            var target = new MemoryCommitLog(isSoleWriter: false);
            var dying = new DyingLog(target, writes);
            try
            {
                await RestoreAsync(dying, file);
                break;
            }
            catch (StoreException fault) when (fault.Message == DyingLog.Message || fault.Message.Contains(DyingLog.Message, StringComparison.Ordinal))
            {
                deaths++;
            }

            if ((await target.CollectionsAsync(Token)).Count > 0 && (await StateAsync(target, RestoreMark.Collection)).Count > 0)
            {
                var served = await Assert.ThrowsAsync<StoreException>(() => StoreRestore.CheckAsync(target, TimeProvider.System, Token));
                Assert.Contains("has not ended", served.Message, StringComparison.Ordinal);
            }

            Assert.False((await RestoreAsync(target, file)).WasDone);
            await StoreRestore.CheckAsync(target, TimeProvider.System, Token);
            Assert.Equal(["1", "2"], (await StateAsync(target, "pods")).Range("").Select(Text));
            Assert.Equal(["x"], (await StateAsync(target, "services")).Range("").Select(Text));
        }

        Assert.InRange(deaths, 8, 100);
    }

    [Fact]
    public async Task Restore_OfAnotherBackupAfterOneThatDied_IsRefused()
    {
        var source = await SmallAsync();
        var first = (await SaveAsync(source)).File;
        await PutAsync(source, "pods", "c", "3");
        var second = (await SaveAsync(source)).File;
        var target = new MemoryCommitLog(isSoleWriter: false);
        await Assert.ThrowsAsync<StoreException>(() => RestoreAsync(new DyingLog(target, 5), first));

        var fault = await Assert.ThrowsAsync<StoreException>(() => RestoreAsync(target, second));

        Assert.Contains("another backup", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_InstancesWithClocksMinutesApart_HoldsWhatEachThingIsBuiltOn()
    {
        // The one who builds on the other is minutes behind: by the clocks alone what it wrote came first.
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var ahead = Skewed(log, TimeSpan.FromMinutes(5));
        await using var behind = Skewed(log, -TimeSpan.FromMinutes(5));
        var (causes, effects) = (new CollectionDefinition("a-causes", []), new CollectionDefinition("z-effects", []));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = Task.Run(async () =>
        {
            for (var number = 1; !stop.IsCancellationRequested; number++)
            {
                var key = $"n{number:D6}";
                await ahead.Collection(causes).CommitAsync(new Write(key, _ => new WriteDecision.Put(new Document(default, -1))), Token);
                Assert.NotNull((await behind.Collection(causes).ReadCurrentAsync(Token)).Find(key));
                await behind.Collection(effects).CommitAsync(new Write(key, _ => new WriteDecision.Put(new Document(default, -1))), Token);
                await Task.Delay(TimeSpan.FromMilliseconds(1));
            }
        }, Token);
        // The backup's reads take their time, so that much is written between its looks at two collections.
        var isBackup = new AsyncLocal<bool>();
        log.Before = _ => isBackup.Value ? Task.Delay(TimeSpan.FromMilliseconds(5), Token) : Task.CompletedTask;
        isBackup.Value = true;
        for (var round = 0; round < 30; round++)
        {
            var target = new MemoryCommitLog(isSoleWriter: false);
            await RestoreAsync(target, (await SaveAsync(log)).File);
            var there = await StateAsync(target, "a-causes");
            Assert.All((await StateAsync(target, "z-effects")).Range(""), effect => Assert.NotNull(there.Find(effect.Key)));
        }

        await stop.CancelAsync();
        await writing;
    }

    protected override Task<ICommitLog> NewLogAsync() => Task.FromResult<ICommitLog>(new MemoryCommitLog(isSoleWriter: false));

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;

    private static StoreEngine Skewed(ICommitLog log, TimeSpan skew) => new(log, new SkewedClock(skew), NullLogger<StoreEngine>.Instance);

    private static async Task RefusedAsync(byte[] file, string what)
    {
        var target = new MemoryCommitLog();
        try
        {
            await RestoreAsync(target, file);
        }
        catch (StoreException fault)
        {
            Assert.StartsWith("cluster.backup: ", fault.Message, StringComparison.Ordinal);
            Assert.Empty(await target.CollectionsAsync(Token));
            return;
        }

        Assert.Fail($"restored though {what}");
    }

    private async Task<ICommitLog> SmallAsync()
    {
        var log = await NewLogAsync();
        await PutAsync(log, "pods", "a", "1");
        await PutAsync(log, "pods", "b", "2");
        await PutAsync(log, "services", "s", "x");
        return log;
    }

    private sealed class SkewedClock(TimeSpan skew) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + skew;
    }
}
