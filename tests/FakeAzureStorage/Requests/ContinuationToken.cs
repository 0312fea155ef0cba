using System.Globalization;
using System.Text;

namespace CloudOrchestrator.FakeAzureStorage.Requests;

/// <summary>A key at which a query or list goes on, in the form that the live service gives its tokens. Clients must not look inside.</summary>
internal static class ContinuationToken
{
    private const string Prefix = "1!";

    public static string Encode(string key)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(key)).Replace('+', '_').Replace('/', '.').Replace('=', '-');
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{text.Length}!{text}");
    }

    public static string Decode(string token)
    {
        var text = token[(token.LastIndexOf('!') + 1)..].Replace('_', '+').Replace('.', '/').Replace('-', '=');
        var bytes = new byte[text.Length];
        return token.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes.AsSpan(0, length))
            : throw new RefusedException(StorageError.InvalidInput);
    }
}
