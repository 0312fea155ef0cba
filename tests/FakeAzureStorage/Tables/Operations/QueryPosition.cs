using System.Globalization;
using System.Text;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Operations;

/// <summary>Where a query goes on. Clients see it as two opaque header values.</summary>
internal sealed record QueryPosition(string PartitionKey, string RowKey)
{
    /// <summary>The form that the live service gives its tokens.</summary>
    public static string Encode(string key)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(key)).Replace('+', '_').Replace('/', '.').Replace('=', '-');
        return string.Create(CultureInfo.InvariantCulture, $"1!{text.Length}!{text}");
    }

    public static string Decode(string token)
    {
        var text = token[(token.LastIndexOf('!') + 1)..].Replace('_', '+').Replace('.', '/').Replace('-', '=');
        var bytes = new byte[text.Length];
        return token.StartsWith("1!", StringComparison.Ordinal) && Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes.AsSpan(0, length))
            : throw new RefusedException(TableErrors.Syntax("the continuation token"));
    }
}
