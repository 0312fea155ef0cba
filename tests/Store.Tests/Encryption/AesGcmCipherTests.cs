using CloudOrchestrator.Store.Encryption;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Encryption;

public sealed class AesGcmCipherTests
{
    private static readonly CipherKey First = new("first", new byte[32]);
    private static readonly CipherKey Second = new("second", Enumerable.Range(0, 16).Select(number => (byte)number).ToArray());

    [Fact]
    public void Decrypt_Generated_IsWhatWasEncrypted() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.String, Gen.String).Sample((plain, collection, key) =>
        {
            var cipher = With(First);
            var encrypted = cipher.Encrypt(collection, key, plain);

            Assert.Equal(plain, cipher.Decrypt(collection, key, encrypted.Span).ToArray());
            Assert.NotEqual(encrypted.ToArray(), cipher.Encrypt(collection, key, plain).ToArray());
        });

    [Theory]
    [InlineData("secrets", "default/b")]
    [InlineData("configmaps", "default/a")]
    public void Decrypt_AtAnotherPlace_IsRefused(string collection, string key)
    {
        var encrypted = With(First).Encrypt("secrets", "default/a", "x"u8);

        var fault = Assert.Throws<CipherException>(() => With(First).Decrypt(collection, key, encrypted.Span));

        Assert.Contains($"The document {key} of {collection} cannot be decrypted: the key first", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decrypt_AnyBitChangedOrCutOff_IsRefused()
    {
        var encrypted = With(First).Encrypt("secrets", "a", "some text"u8).ToArray();

        for (var bit = 0; bit < encrypted.Length * 8; bit++)
        {
            var changed = encrypted.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<CipherException>(() => With(First).Decrypt("secrets", "a", changed));
        }

        for (var length = 0; length < encrypted.Length; length++)
        {
            Assert.Throws<CipherException>(() => With(First).Decrypt("secrets", "a", encrypted.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Decrypt_AfterARotation_TakesTheOldKeyAndNamesAMissingOne()
    {
        var old = With(First).Encrypt("secrets", "a", "x"u8);
        var rotated = new AesGcmCipher([Second, First], _ => Second);

        Assert.Equal("x"u8, rotated.Decrypt("secrets", "a", old.Span).Span);
        var now = rotated.Encrypt("secrets", "a", "y"u8);
        var fault = Assert.Throws<CipherException>(() => With(First).Decrypt("secrets", "a", now.Span));
        Assert.Equal("The document a of secrets is encrypted with the key second, which is not among the keys at hand.", fault.Message);
    }

    [Fact]
    public void Cipher_KeysThatCannotBe_AreRefused()
    {
        Assert.Contains("has 5 bytes", Assert.Throws<ArgumentException>(() => With(new CipherKey("short", new byte[5]))).Message, StringComparison.Ordinal);
        Assert.Contains("has no name", Assert.Throws<ArgumentException>(() => With(new CipherKey("", new byte[16]))).Message, StringComparison.Ordinal);
        Assert.Contains("two keys of the name first", Assert.Throws<ArgumentException>(() => With(First, First with { Secret = new byte[16] })).Message, StringComparison.Ordinal);
    }

    private static AesGcmCipher With(params CipherKey[] keys) => new(keys, _ => keys[0]);
}
