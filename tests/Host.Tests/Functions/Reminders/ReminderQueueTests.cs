using System.Text;
using System.Web;
using System.Xml.Linq;
using CloudOrchestrator.Host.Functions;
using CloudOrchestrator.Host.Functions.Reminders;
using CloudOrchestrator.Host.Tests.Functions.Settings;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Store;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Reminders;

public sealed class ReminderQueueTests : IDisposable
{
    private const string Sent = """
        <?xml version="1.0" encoding="utf-8"?><QueueMessagesList><QueueMessage><MessageId>1</MessageId><InsertionTime>Thu, 01 Jan 2026 00:00:00 GMT</InsertionTime><ExpirationTime>Fri, 31 Dec 9999 23:59:59 GMT</ExpirationTime><PopReceipt>p</PopReceipt><TimeNextVisible>Thu, 01 Jan 2026 00:00:00 GMT</TimeNextVisible></QueueMessage></QueueMessagesList>
        """;

    private static readonly Wake One = new("deployment-controller", "default/web");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FunctionsMeter _meter = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _meter.Dispose();

    [Theory]
    [InlineData(40, "40", "2026-01-01T00:00:40.0000000Z")]
    [InlineData(0.1, "1", "2026-01-01T00:00:00.1000000Z")]
    [InlineData(2.0001, "3", "2026-01-01T00:00:02.0001000Z")]
    [InlineData(601200, "601200", "2026-01-07T23:00:00.0000000Z")]
    [InlineData(601201, "594001", "2026-01-07T23:00:01.0000000Z")]
    [InlineData(7 * 86400, "597600", "2026-01-08T00:00:00.0000000Z")]
    [InlineData(608400.5, "601200", "2026-01-08T01:00:00.5000000Z")]
    [InlineData(30 * 86400, "601200", "2026-01-31T00:00:00.0000000Z")]
    public async Task RemindAsync_AnyTime_SendsOneMessageThatNeverExpires(double seconds, string delay, string due)
    {
        var transport = new RecordedTransport((_, _) => (201, Sent));
        await Queue(transport).RemindAsync(One, TimeSpan.FromSeconds(seconds), Token);
        var request = Assert.Single(transport.Sent);
        Assert.Equal(("POST", "/a/test-reminders/messages"), (request.Method, request.Uri.AbsolutePath));
        var query = HttpUtility.ParseQueryString(request.Uri.Query);
        Assert.Equal((delay, "-1"), (query["visibilitytimeout"], query["messagettl"]));
        Assert.Equal($$"""{"reactor":"deployment-controller","key":"default/web","due":"{{due}}"}""", Message(request));
    }

    [Fact]
    public async Task RemindAsync_LongestTime_IsKept()
    {
        var transport = new RecordedTransport((_, _) => (201, Sent));
        await Queue(transport).RemindAsync(One, TimeSpan.MaxValue, Token);
        Assert.Contains("\"due\":\"9999-12-31T23:59:59", Message(Assert.Single(transport.Sent)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemindAsync_SameTimeAgain_SendsOnce()
    {
        var transport = new RecordedTransport((_, _) => (201, Sent));
        var queue = Queue(transport);
        for (var left = 40.5; left > 2; left -= 0.7)
        {
            await queue.RemindAsync(One, TimeSpan.FromSeconds(left), Token);
            _time.Advance(TimeSpan.FromSeconds(0.7));
        }

        Assert.Single(transport.Sent);
        await queue.RemindAsync(One, TimeSpan.FromSeconds(0.1), Token);
        await queue.RemindAsync(new Wake("deployment-controller", "default/other"), TimeSpan.FromSeconds(40), Token);
        Assert.Equal(3, transport.Sent.Count);
    }

    [Fact]
    public async Task RemindAsync_WhenTheOneBeforeIsDueNow_SendsAgain()
    {
        var transport = new RecordedTransport((_, _) => (201, Sent));
        var queue = Queue(transport);
        await queue.RemindAsync(One, TimeSpan.FromSeconds(40), Token);
        _time.Advance(TimeSpan.FromSeconds(40));
        await queue.RemindAsync(One, TimeSpan.FromSeconds(40), Token);
        Assert.Equal(2, transport.Sent.Count);
    }

    [Fact]
    public async Task RemindAsync_QueueMissing_MakesItAndSends()
    {
        var transport = new RecordedTransport((number, request) => number == 0 ? (404, "") : (201, request.Method == "PUT" ? "" : Sent));
        await Queue(transport).RemindAsync(One, TimeSpan.FromSeconds(40), Token);
        Assert.Equal(["POST /a/test-reminders/messages", "PUT /a/test-reminders", "POST /a/test-reminders/messages"],
            transport.Sent.Select(request => $"{request.Method} {request.Uri.AbsolutePath}"));
    }

    [Fact]
    public async Task RemindAsync_NotTaken_SaysSoInOneLineAndIsSentTheNextTime()
    {
        var transport = new RecordedTransport((number, _) => number == 0 ? (403, "") : (201, Sent));
        var queue = Queue(transport);
        var fault = await Assert.ThrowsAsync<StoreException>(() => queue.RemindAsync(One, TimeSpan.FromSeconds(40), Token));
        Assert.StartsWith("http://127.0.0.1:1/a/test-reminders: it refuses the credentials", fault.Message, StringComparison.Ordinal);
        Assert.Single(fault.Message.Split('\n'));
        await queue.RemindAsync(One, TimeSpan.FromSeconds(40), Token);
        Assert.Equal(2, transport.Sent.Count);
    }

    [Fact]
    public async Task RemindAsync_ManyAtOnce_SendsEach()
    {
        var transport = new RecordedTransport((_, _) => (201, Sent));
        var queue = Queue(transport);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => queue.RemindAsync(new Wake("r", $"{i % 100}"), TimeSpan.FromSeconds(40), Token), Token)));
        Assert.Equal(100, transport.Sent.Select(Message).Distinct().Count());
    }

    private static string Message(RecordedRequest request) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(XDocument.Parse(request.Body).Root!.Element("MessageText")!.Value));

    private ReminderQueue Queue(RecordedTransport transport) => new(Given.Usable(Given.Local()), _time, _meter, transport);
}
