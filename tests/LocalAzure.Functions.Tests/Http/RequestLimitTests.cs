using System.Net;
using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Http;

public sealed class RequestLimitTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 414)]
    public async Task Url_Of8192Characters_IsTheLongest(int more, int status)
    {
        var address = shared.App.Host.Address;
        var path = new string('a', 8192 - $"http://{address.Authority}/".Length + more);

        Assert.Equal(status, await shared.App.StatusAsync(HttpMethod.Get, $"/{path}"));
    }

    [Theory]
    [InlineData(4096, 200)]
    [InlineData(4097, 414)]
    public async Task Query_Of4096Characters_IsTheLongest(int length, int status) =>
        Assert.Equal(status, await shared.App.StatusAsync(HttpMethod.Get, $"/q?{new string('a', length)}"));

    [Theory]
    [InlineData(20, 200)]
    [InlineData(40, 431)]
    public async Task Headers_Over32Kilobytes_Get431(int kilobytes, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo");
        for (var index = 0; index < kilobytes; index++)
        {
            request.Headers.Add($"X-{index}", new string('a', 1024));
        }

        using var answer = await shared.App.Client.SendAsync(request, Within.Test).Comes("an answer");
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 500)]
    public async Task Body_Of104857600Bytes_IsTheLongest(int more, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/swallow") { Content = new ByteArrayContent(new byte[104_857_600 + more]) };
        // Of a length that is said, a longer one is refused before any of it is sent: Body_TooLong_NeverReachesTheHandler.
        request.Headers.TransferEncodingChunked = more > 0;
        try
        {
            using var answer = await shared.App.Client.SendAsync(request, Within.Test).Comes("an answer");
            Assert.Equal(status, (int)answer.StatusCode);
        }
        catch (HttpRequestException) when (status != 200)
        {
            // Cut while it was sending: whether it sees the answer first is a race.
        }
    }

    [Fact]
    public async Task Body_TooLong_NeverReachesTheHandler()
    {
        var answer = await RawHttp.SendAsync(shared.App.Host.Address, "POST /too-long HTTP/1.1\nHost: x\nConnection: close\nContent-Length: 104857601");

        Assert.Equal((int)HttpStatusCode.InternalServerError, RawHttp.Status(answer));
        Assert.Equal(0, shared.App.Lines("/too-long"));
    }
}
