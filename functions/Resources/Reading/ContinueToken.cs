using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>Where a paged list goes on: the revision that its first page was, and the last key seen.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="After">The key; of one too long for a token its beginning.</param>
/// <param name="KeyHash">Of a key that is cut off: the first 64 bits of its SHA-256. Else null.</param>
internal readonly record struct ContinueToken(long Revision, string After, ulong? KeyHash = null)
{
    /// <summary>Most characters of a token: clients put it into a URL.</summary>
    public const int CharactersMax = 1024;

    /// <summary>Most characters of a key, which are ASCII, so that revision, hash and base64 leave room for them.</summary>
    private const int KeyCharactersMax = 700;

    private const string Whole = "1";
    private const string CutOff = "2";

    /// <summary>The token of a list whose last key was this one.</summary>
    public static ContinueToken Behind(long revision, string key) =>
        key.Length <= KeyCharactersMax ? new ContinueToken(revision, key) : new ContinueToken(revision, key[..KeyCharactersMax], HashOf(key));

    public override string ToString()
    {
        var text = KeyHash is { } hash
            ? string.Create(CultureInfo.InvariantCulture, $"{CutOff}:{Revision}:{hash:x16}:{After}")
            : string.Create(CultureInfo.InvariantCulture, $"{Whole}:{Revision}:{After}");
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    public static bool TryParse(string text, out ContinueToken token)
    {
        token = default;
        try
        {
            var padded = text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4);
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(padded)).Split(':', 3);
            if (parts.Length != 3 || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            {
                return false;
            }

            return parts[0] switch
            {
                Whole => Take(new ContinueToken(revision, parts[2]), out token),
                CutOff => TryCutOff(revision, parts[2], out token),
                _ => false,
            };
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The key in a state. One that was cut off and is gone since is its beginning: what follows is then listed again rather than left out.</summary>
    public string KeyIn(CollectionState state)
    {
        var hash = KeyHash;
        return hash is null ? After : state.Range(After).Select(item => item.Key).FirstOrDefault(key => HashOf(key) == hash) ?? After;
    }

    private static bool TryCutOff(long revision, string rest, out ContinueToken token)
    {
        token = default;
        return rest.Split(':', 2) is [var hash, var after]
            && ulong.TryParse(hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            && Take(new ContinueToken(revision, after, number), out token);
    }

    private static bool Take(ContinueToken read, out ContinueToken token)
    {
        token = read;
        return true;
    }

    private static ulong HashOf(string key) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
