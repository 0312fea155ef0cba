using CloudOrchestrator.Store.Codecs;

namespace CloudOrchestrator.Store.Encryption;

/// <summary>Encrypts what is about to be stored of a collection, and decrypts what was read of it.</summary>
internal sealed class DocumentSeals(string collection, IDocumentCipher? cipher)
{
    /// <summary>Whether what is stored from now on is encrypted.</summary>
    public bool Encrypts { get; } = cipher?.Encrypts(collection) ?? false;

    /// <summary>The changes as they are to be stored.</summary>
    public IReadOnlyList<StoreChange> Seal(IReadOnlyList<StoreChange> changes) => Encrypts ? [.. changes.Select(Seal)] : changes;

    /// <summary>The object as it is to be stored.</summary>
    public StoredObject Seal(StoredObject item) => Encrypts
        ? new StoredObject(item.Key, item.Revision, item.Document with { Bytes = cipher!.Encrypt(collection, item.Key, item.Document.Bytes.Span), IsEncrypted = true })
        : item;

    /// <exception cref="CipherException">It cannot be decrypted.</exception>
    public StoredObject Open(StoredObject item) =>
        item.Document.IsEncrypted ? new StoredObject(item.Key, item.Revision, Open(item.Key, item.Document)) : item;

    /// <exception cref="CipherException">A document cannot be decrypted.</exception>
    public RowContent Open(RowContent content) => content.Changes.Any(change => change.Document.IsEncrypted)
        ? content with { Changes = [.. content.Changes.Select(change => change with { Document = Open(change.Key, change.Document) })] }
        : content;

    private StoreChange Seal(StoreChange change) =>
        change with { After = change.After is { } after ? Seal(after) : null, Last = change.Last is { } last ? Seal(last) : null };

    private Document Open(string key, Document document) => !document.IsEncrypted ? document
        : cipher is null
            ? throw new CipherException($"The document {key} of {collection} is encrypted with the key {AesGcmCipher.NameOf(document.Bytes.Span)}, and no keys are configured.")
            : document with { Bytes = cipher.Decrypt(collection, key, document.Bytes.Span), IsEncrypted = false };
}
