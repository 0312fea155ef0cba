using CloudOrchestrator.Host.SingleMachine;
using Xunit;

namespace CloudOrchestrator.Host.Tests.SingleMachine;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:6443", "127.0.0.1:6443")]
    [InlineData("[::1]:0", "[::1]:0")]
    [InlineData("0.0.0.0:65535", "0.0.0.0:65535")]
    public void Parse_AddressAndPort_AnswersBoth(string value, string expected) =>
        Assert.Equal(expected, ListenAddress.Parse(value).ToString());

    [Theory]
    [InlineData("6443")]
    [InlineData(":6443")]
    [InlineData("localhost:6443")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("")]
    public void Parse_SomethingElse_SaysWhatIsWanted(string value)
    {
        var fault = Assert.Throws<StartException>(() => ListenAddress.Parse(value));

        Assert.Equal($"--listen {value}: not an IP address and port such as 127.0.0.1:6443.", fault.Message);
    }
}
