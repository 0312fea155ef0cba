using System.Security.Cryptography;
using System.Text;

namespace CloudOrchestrator.Store.Encryption;

/// <summary>AES in Galois/Counter Mode. An encrypted document is the length of its key's name, the name, a nonce of 12 bytes, the ciphertext, and a tag of 16
/// bytes that also proves collection and key.</summary>
public sealed class AesGcmCipher : IDocumentCipher
{
    private const int NameMax = 255;

    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _secrets = new(StringComparer.Ordinal);
    private readonly Func<string, CipherKey?> _keyOf;

    /// <summary>Creates the cipher.</summary>
    /// <param name="keys">All keys by which documents may have been encrypted.</param>
    /// <param name="keyOf">The key to encrypt a collection's documents with; null where they stay plain. Pure.</param>
    /// <exception cref="ArgumentException">A key is of no length that AES takes, or its name is taken or empty or too long.</exception>
    public AesGcmCipher(IReadOnlyList<CipherKey> keys, Func<string, CipherKey?> keyOf)
    {
        foreach (var key in keys)
        {
            if (key.Name.Length is 0 or > NameMax || key.Name.Any(character => character is <= ' ' or >= '\x7F'))
            {
                throw new ArgumentException($"The key \"{key.Name}\" has no name of 1 to {NameMax} characters of printable ASCII.", nameof(keys));
            }

            if (key.Secret.Length is not (16 or 24 or 32))
            {
                throw new ArgumentException($"The key {key.Name} has {key.Secret.Length} bytes; AES takes 16, 24 or 32.", nameof(keys));
            }

            if (!_secrets.TryAdd(key.Name, key.Secret) && !_secrets[key.Name].Span.SequenceEqual(key.Secret.Span))
            {
                throw new ArgumentException($"There are two keys of the name {key.Name}.", nameof(keys));
            }
        }

        _keyOf = keyOf;
    }

    /// <inheritdoc/>
    public bool Encrypts(string collection) => _keyOf(collection) is not null;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Encrypt(string collection, string key, ReadOnlySpan<byte> plain)
    {
        var with = _keyOf(collection) ?? throw new ArgumentException($"Documents of {collection} are not encrypted.", nameof(collection));
        var head = 1 + with.Name.Length;
        var encrypted = new byte[head + NonceBytes + plain.Length + TagBytes];
        encrypted[0] = (byte)with.Name.Length;
        Encoding.ASCII.GetBytes(with.Name, encrypted.AsSpan(1));
        var nonce = encrypted.AsSpan(head, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(with.Secret.Span, TagBytes);
        aes.Encrypt(nonce, plain, encrypted.AsSpan(head + NonceBytes, plain.Length), encrypted.AsSpan(encrypted.Length - TagBytes), Place(collection, key));
        return encrypted;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Decrypt(string collection, string key, ReadOnlySpan<byte> encrypted)
    {
        var name = NameOf(encrypted);
        var head = 1 + name.Length;
        if (!_secrets.TryGetValue(name, out var secret))
        {
            throw new CipherException($"The document {key} of {collection} is encrypted with the key {name}, which is not among the keys at hand.");
        }

        if (encrypted.Length < head + NonceBytes + TagBytes)
        {
            throw Damaged(collection, key);
        }

        var plain = new byte[encrypted.Length - head - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(secret.Span, TagBytes);
            aes.Decrypt(encrypted.Slice(head, NonceBytes), encrypted.Slice(head + NonceBytes, plain.Length), encrypted[^TagBytes..], plain, Place(collection, key));
            return plain;
        }
        catch (AuthenticationTagMismatchException fault)
        {
            throw new CipherException(
                $"The document {key} of {collection} cannot be decrypted: the key {name} is another one than it was encrypted with, or the document is not what was written there.", fault);
        }
    }

    /// <summary>The name of the key that a document was encrypted with.</summary>
    internal static string NameOf(ReadOnlySpan<byte> encrypted) =>
        encrypted.Length > 0 && encrypted[0] < encrypted.Length ? Encoding.ASCII.GetString(encrypted.Slice(1, encrypted[0])) : "";

    private static byte[] Place(string collection, string key) => Encoding.UTF8.GetBytes($"{collection}\0{key}");

    private static CipherException Damaged(string collection, string key) => new($"The encrypted document {key} of {collection} is damaged.");
}
