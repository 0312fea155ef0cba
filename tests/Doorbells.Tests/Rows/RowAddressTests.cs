using CloudOrchestrator.Doorbells.Rows;
using Xunit;

namespace CloudOrchestrator.Doorbells.Tests.Rows;

public sealed class RowAddressTests
{
    private const string Row = "(PartitionKey='~heartbeats',RowKey='node-1')";
    private const string Secret = "c2VjcmV0";

    [Theory]
    [InlineData("https://acct.table.core.windows.net/kubernetes" + Row + "?sv=2019-02-02&sig=" + Secret)]
    [InlineData("  http://127.0.0.1:10002/acct/kubernetes" + Row + "?sig=" + Secret + "\n")]
    [InlineData("http://localhost:10002/acct/kubernetes(PartitionKey=%27~heartbeats%27,RowKey=%27node-1%27)?sig=" + Secret)]
    [InlineData("http://[::1]:10002/acct/kubernetes" + Row + "?sig=" + Secret)]
    public void Parse_Address_HasTheRowAndHidesTheSignature(string text)
    {
        var address = RowAddress.Parse(text);

        Assert.Equal("node-1", address.Row);
        Assert.DoesNotContain(Secret, address.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("sig=" + Secret, address.Uri.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "one absolute address")]
    [InlineData("acct/kubernetes" + Row, "one absolute address")]
    [InlineData("https://a/kubernetes" + Row + "?sig=" + Secret + "\nhttps://b/", "one absolute address")]
    [InlineData("http://acct.table.core.windows.net/kubernetes" + Row + "?sig=" + Secret, "not https")]
    [InlineData("ftp://127.0.0.1/kubernetes" + Row + "?sig=" + Secret, "not https")]
    [InlineData("https://user@acct/kubernetes" + Row + "?sig=" + Secret, "a user or a fragment")]
    [InlineData("https://acct/kubernetes?sig=" + Secret, "not that of a row")]
    [InlineData("https://acct/kubernetes(PartitionKey='pods',RowKey='node-1')?sig=" + Secret, "not that of a row")]
    [InlineData("https://acct/kubernetes(PartitionKey='~heartbeats',RowKey='')?sig=" + Secret, "not that of a row")]
    [InlineData("https://acct/kubernetes" + Row + "?sv=2019-02-02&sig=", "no signature")]
    [InlineData("https://acct/kubernetes" + Row, "no signature")]
    public void Parse_SomethingElse_SaysWhatIsWrongAndNoSecret(string text, string expected)
    {
        var message = Assert.Throws<FormatException>(() => RowAddress.Parse(text)).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, message, StringComparison.Ordinal);
    }
}
