namespace CloudOrchestrator.Store.Encryption;

/// <summary>Encrypts documents one by one before they are stored anywhere: log, snapshots, spilled blobs, backups. In memory they are plain.</summary>
public interface IDocumentCipher
{
    /// <summary>Whether documents of a collection are to be encrypted.</summary>
    bool Encrypts(string collection);

    /// <summary>Encrypts a document, bound to its place.</summary>
    ReadOnlyMemory<byte> Encrypt(string collection, string key, ReadOnlySpan<byte> plain);

    /// <summary>Decrypts what <see cref="Encrypt"/> answered for the same place.</summary>
    /// <exception cref="CipherException">The key that it was encrypted with is not at hand, or it is not what was written there.</exception>
    ReadOnlyMemory<byte> Decrypt(string collection, string key, ReadOnlySpan<byte> encrypted);
}
