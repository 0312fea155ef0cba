using System.Net;
using System.Net.Sockets;
using CloudOrchestrator.LocalAzure.Functions.Processes;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Processes;

public class ReservedPortTests
{
    [Fact]
    public void Port_ThatIsHeld_IsNobodyElses()
    {
        using var port = ReservedPort.Find();

        Assert.Null(ReservedPort.TryTake(port.Number));
    }

    [Fact]
    public void Port_ThatWasGivenBack_CanBeHadAgain()
    {
        var port = ReservedPort.Find();
        port.Dispose();

        using var again = ReservedPort.TryTake(port.Number);

        Assert.Equal(port.Number, again?.Number);
    }

    [Fact]
    public void Port_OnWhichAStrangerListens_IsNotFree()
    {
        using var port = ReservedPort.Find();
        using var stranger = new TcpListener(IPAddress.Loopback, port.Number);
        stranger.Start();

        Assert.False(port.IsFree());
        port.Dispose();
        Assert.Null(ReservedPort.TryTake(port.Number));
    }
}
