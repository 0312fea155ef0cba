using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Host.Functions.Triggers;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Triggers;

/// <summary>What the queue brings, be it late, early, of another version or broken.</summary>
public sealed class ReminderTriggerTests : IDisposable
{
    private readonly TriggerCalls _calls = new();

    public void Dispose() => _calls.Dispose();

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 500)]
    [InlineData("2025-12-31T23:45:00Z", 200)]
    public async Task HandleAsync_ReminderOfAnotherVersionsReactor_FailsWhileADeploymentMayGoOn(string due, int expected)
    {
        var (status, _) = await _calls.CallAsync("Delayed", "reminder", new JsonObject { ["reactor"] = "reactor-to-come", ["key"] = "a", ["due"] = due });

        Assert.Equal(expected, status);
        Assert.Empty(_calls.Runs.Runs);
    }

    /// <summary>It gets no better by coming again.</summary>
    [Theory]
    [InlineData("""{"Data":{"reminder":"text"}}""", "not a JSON object")]
    [InlineData("""{"Data":{"reminder":"{}"}}""", "no \"reactor\"")]
    [InlineData("""{"Data":{"reminder":"{\"reactor\":null,\"key\":\"a\",\"due\":\"2026-01-01T00:00:00Z\"}"}}""", "no \"reactor\"")]
    [InlineData("""{"Data":{"reminder":"{\"reactor\":\"\",\"key\":\"a\",\"due\":\"2026-01-01T00:00:00Z\"}"}}""", "no \"reactor\"")]
    [InlineData("""{"Data":{"reminder":"{\"reactor\":\"a\",\"key\":\"\",\"due\":\"2026-01-01T00:00:00Z\"}"}}""", "no \"key\"")]
    [InlineData("""{"Data":{"reminder":"{\"reactor\":\"a\",\"key\":\"a\",\"due\":\"soon\"}"}}""", "is no time")]
    [InlineData("""{"Data":{"reminder":"{\"reactor\":\"a\",\"key\":\"a\"}"}}""", "is no time")]
    [InlineData("""{"Data":{"reminder":{"reactor":"\ud800","key":"a","due":"2026-01-01T00:00:00Z"}}}""", "half a character")]
    public async Task HandleAsync_ReminderMalformed_IsCountedAndSucceeds(string body, string problem)
    {
        var log = new RecordingLogger<TriggerHandlers>();
        _calls.Logger = log;
        var (status, answer) = await _calls.SendAsync("Delayed", Encoding.UTF8.GetBytes(body));
        Assert.Equal(200, status);
        Assert.Contains("unreadable=1", answer, StringComparison.Ordinal);
        Assert.Contains(problem, Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Empty(_calls.Runs.Runs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task HandleAsync_ReminderThatIsDue_RunsItsKey(int wraps)
    {
        JsonNode message = TriggerCalls.Reminder("2026-01-01T00:00:00.0000000Z");
        for (; wraps > 1; wraps--)
        {
            message = JsonValue.Create(message.ToJsonString());
        }

        var (status, body) = await _calls.CallAsync("Delayed", "reminder", message);
        Assert.Equal((200, """{"Outputs":{},"Logs":["runs=1 writes=0 unknown=0 refused=0"],"ReturnValue":null}"""), (status, body));
        Assert.Equal([(new Wake("deployment-controller", "default/web"), null)], _calls.Runs.Runs);
        Assert.Empty(_calls.Runs.Reminders);
    }

    /// <summary>The queue counted the time by its own clock: what this one says is left is how far it is behind the sender's.</summary>
    [Theory]
    [InlineData("2026-01-01T00:00:05Z")]
    [InlineData("2026-01-01T01:00:00Z")]
    public async Task HandleAsync_ReminderOfAClockThatIsAhead_RunsItsKey(string due)
    {
        await _calls.CallAsync("Delayed", "reminder", TriggerCalls.Reminder(due));
        Assert.Equal([new Wake("deployment-controller", "default/web")], _calls.Runs.Runs.Select(run => run.Wake));
        Assert.Empty(_calls.Runs.Reminders);
    }

    [Fact]
    public async Task HandleAsync_ReminderOfLater_IsArmedAgain()
    {
        var (status, body) = await _calls.CallAsync("Delayed", "reminder", TriggerCalls.Reminder("2026-01-08T00:00:00.0000000Z"));
        Assert.Equal(200, status);
        Assert.Contains("armed=1", body, StringComparison.Ordinal);
        Assert.Equal([(new Wake("deployment-controller", "default/web"), TimeSpan.FromDays(7))], _calls.Runs.Reminders);
        Assert.Empty(_calls.Runs.Runs);
    }
}
