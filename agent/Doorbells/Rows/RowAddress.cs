using System.Net;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.Doorbells.Rows;

/// <summary>Where a node's row is, with the signature that lets its holder write it. As text it is the place alone.</summary>
public sealed partial class RowAddress
{
    private const string Partition = "~heartbeats";

    private RowAddress(Uri uri, string row)
    {
        Uri = uri;
        Row = row;
    }

    /// <summary>The row's key: the node's name.</summary>
    public string Row { get; }

    /// <summary>The address with its signature, for the request alone.</summary>
    internal Uri Uri { get; }

    /// <summary>Reads an address such as <c>https://account.table.core.windows.net/cluster(PartitionKey='~heartbeats',RowKey='node-1')?sv=...&amp;sig=...</c>.</summary>
    /// <param name="text">The address; blanks around it do not matter.</param>
    /// <exception cref="FormatException">It is none. The message says what is wrong and repeats nothing of it.</exception>
    public static RowAddress Parse(string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || text.Trim().Any(char.IsWhiteSpace))
        {
            throw new FormatException("it does not hold one absolute address.");
        }

        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri)))
        {
            throw new FormatException("its address is not https (http is taken on loopback alone).");
        }

        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new FormatException("its address has a user or a fragment, which a table's has not.");
        }

        if (EntityPath().Match(Uri.UnescapeDataString(uri.AbsolutePath)) is not { Success: true } entity || entity.Groups["partition"].Value != Partition)
        {
            throw new FormatException($"its address is not that of a row of a table's partition {Partition}.");
        }

        if (!uri.Query.TrimStart('?').Split('&').Any(part => part.StartsWith("sig=", StringComparison.Ordinal) && part.Length > "sig=".Length))
        {
            throw new FormatException("its address carries no signature (sig=).");
        }

        return new RowAddress(uri, entity.Groups["row"].Value.Replace("''", "'", StringComparison.Ordinal));
    }

    /// <summary>The place, without the signature.</summary>
    public override string ToString() => Uri.GetLeftPart(UriPartial.Path);

    private static bool IsLoopback(Uri uri) => uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    [GeneratedRegex(@"/[A-Za-z][A-Za-z0-9]{2,62}\(PartitionKey='(?<partition>(?:[^']|'')+)',RowKey='(?<row>(?:[^']|'')+)'\)$")]
    private static partial Regex EntityPath();
}
