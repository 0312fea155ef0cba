using System.Text;
using CloudOrchestrator.Store.Backups;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Encryption;
using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.Conformance;

/// <summary>What encryption must do, whatever log lies under the store.</summary>
public abstract class EncryptionConformance : IAsyncLifetime
{
    private const string Secrets = "secrets";
    private const string Word = "open-sesame-open-sesame";

    private static readonly CipherKey Old = new("old", Enumerable.Range(0, 32).Select(number => (byte)number).ToArray());
    private static readonly CipherKey New = new("new", Enumerable.Range(7, 32).Select(number => (byte)number).ToArray());

    private readonly List<StoreEngine> _engines = [];
    private ICommitLog _log = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _log = await NewLogAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            await engine.DisposeAsync();
        }

        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Commit_OfAnEncryptedCollection_LeavesNoPlainTextAnywhere()
    {
        var secrets = Open(With(Old));
        await PutAsync(secrets, "a", Word);
        await PutAsync(secrets, "big", string.Concat(Enumerable.Repeat(Word, CommitBytes.DocumentMax / Word.Length)));
        await PutAsync(secrets, "gone", Word);
        await secrets.CommitAsync(new Write("gone", _ => new WriteDecision.Delete()), Token);
        await SnapshotAsync(secrets, With(Old));
        using var backup = new MemoryStream();
        await StoreBackup.SaveAsync(_log, backup, With(Old), Token);

        var tail = await _log.TailAsync(Secrets, 0, Token);
        Assert.Equal([3, 3, 3, 3], tail.Rows.Select(row => row.Format));
        var stored = tail.Rows.Select(row => Codecs.Packing.Unpack(row.Payload)).ToList();
        foreach (var name in await _log.BlobsAsync(Secrets, Token))
        {
            stored.Add(Codecs.Packing.Unpack((await _log.GetBlobAsync(Secrets, name, Token))!.Value));
        }

        Assert.All(stored.Append(backup.ToArray()), bytes => Assert.DoesNotContain("sesame", Encoding.Latin1.GetString(bytes.Span), StringComparison.Ordinal));
        var snapshot = Assert.Single(await _log.SnapshotsAsync(Secrets, Token));
        Assert.All(Codecs.SnapshotEncoding.Decode((await _log.ReadSnapshotAsync(Secrets, snapshot, Token))!.Value).Objects, item => Assert.True(item.Document.IsEncrypted));
        Assert.Equal(Word, Text((await Open(With(Old)).ReadCurrentAsync(Token)).Find("a")!));
    }

    [Fact]
    public async Task Open_AfterARotation_ReadsTheOldAndWritesTheNew()
    {
        await PutAsync(Open(With(Old)), "a", "1");
        var rotated = new AesGcmCipher([New, Old], _ => New);
        var secrets = Open(rotated);
        await PutAsync(secrets, "b", "2");
        Assert.Equal(["1", "2"], (await secrets.ReadCurrentAsync(Token)).Range("").Select(Text));
        await SnapshotAsync(secrets, rotated);

        // The snapshot holds all of it under the new key; whoever starts from it needs the old one no more.
        Assert.Equal(["1", "2"], (await Open(With(New)).ReadCurrentAsync(Token)).Range("").Select(Text));
    }

    [Fact]
    public async Task Open_TheKeyIsMissingOrWrong_NamesItAndLosesNothing()
    {
        await PutAsync(Open(With(Old)), "a", "1");

        var none = await Assert.ThrowsAsync<CipherException>(() => Open(null).ReadCurrentAsync(Token).AsTask());
        var other = await Assert.ThrowsAsync<CipherException>(() => Open(With(New)).ReadCurrentAsync(Token).AsTask());
        var wrong = await Assert.ThrowsAsync<CipherException>(() => Open(With(New with { Name = "old" })).ReadCurrentAsync(Token).AsTask());

        Assert.Equal("The document a of secrets is encrypted with the key old, and no keys are configured.", none.Message);
        Assert.Contains("with the key old, which is not among the keys at hand", other.Message, StringComparison.Ordinal);
        Assert.Contains("the key old is another one than it was encrypted with", wrong.Message, StringComparison.Ordinal);
        Assert.Equal("1", Text((await Open(With(Old)).ReadCurrentAsync(Token)).Find("a")!));
    }

    [Fact]
    public async Task Open_EncryptedNowButNotBefore_ReadsBoth()
    {
        await PutAsync(Open(null), "a", "1");
        var secrets = Open(With(Old));
        await PutAsync(secrets, "b", "2");
        Assert.Equal(["1", "2"], (await secrets.ReadCurrentAsync(Token)).Range("").Select(Text));

        // And the other way round.
        var plain = Open(new AesGcmCipher([Old], _ => null));
        await PutAsync(plain, "c", "3");
        Assert.Equal(["1", "2", "3"], (await Open(new AesGcmCipher([Old], _ => null)).ReadCurrentAsync(Token)).Range("").Select(Text));
        Assert.Equal([2, 3, 2], (await _log.TailAsync(Secrets, 0, Token)).Rows.Select(row => row.Format));
    }

    [Fact]
    public async Task Restore_OfAnEncryptedBackup_NeedsTheKey()
    {
        await PutAsync(Open(With(Old)), "a", "1");
        using var backup = new MemoryStream();
        await StoreBackup.SaveAsync(_log, backup, With(Old), Token);
        var target = await NewLogAsync();

        await Assert.ThrowsAsync<CipherException>(() => Restore(target, null));
        Assert.Empty(await target.CollectionsAsync(Token));
        await Restore(target, With(Old));

        Assert.Equal("1", Text((await Open(With(Old), target).ReadCurrentAsync(Token)).Find("a")!));
        await Assert.ThrowsAsync<CipherException>(() => Open(null, target).ReadCurrentAsync(Token).AsTask());

        Task<BackupSummary> Restore(ICommitLog log, IDocumentCipher? cipher) =>
            new StoreRestore(log, TimeProvider.System, NullLogger<StoreRestore>.Instance, cipher).RestoreAsync(() => new MemoryStream(backup.ToArray()), "backup", Token);
    }

    /// <summary>The log of a new store that holds nothing.</summary>
    protected abstract Task<ICommitLog> NewLogAsync();

    /// <summary>Closes all logs.</summary>
    protected abstract ValueTask CloseAsync();

    private static AesGcmCipher With(CipherKey key) => new([key], _ => key);

    private static string Text(StoredObject item) => Encoding.UTF8.GetString(item.Document.Bytes.Span);

    private static async Task PutAsync(IDocumentCollection collection, string key, string text) => Assert.IsType<WriteOutcome.Committed>(
        await collection.CommitAsync(new Write(key, _ => new WriteDecision.Put(new Document(Encoding.UTF8.GetBytes(text), -1))), Token));

    private async Task SnapshotAsync(IDocumentCollection collection, IDocumentCipher cipher)
    {
        var root = (Trees.CollectionRoot)await collection.ReadCurrentAsync(Token);
        await _log.SaveSnapshotAsync(
            Secrets, new StoredSnapshot(root.Revision, 1, root.Digest, Codecs.SnapshotEncoding.Encode(root, 0, new DocumentSeals(Secrets, cipher))), Token);
    }

    /// <summary>The collection as an instance sees it that has just started.</summary>
    private IDocumentCollection Open(IDocumentCipher? cipher, ICommitLog? log = null)
    {
        var engine = new StoreEngine(log ?? _log, TimeProvider.System, NullLogger<StoreEngine>.Instance, null, cipher);
        _engines.Add(engine);
        return engine.Collection(new CollectionDefinition(Secrets, []));
    }
}
