using System.Text;
using System.Text.Json;
using CloudOrchestrator.LocalAzure.Functions.Handler;
using CloudOrchestrator.LocalAzure.Functions.Tests.Http;
using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Triggers;

public sealed class EventGridWebhookTests : IClassFixture<SharedApp>
{
    private const string Batch = """[{"specversion":"1.0","id":"1","data":{"n":1}},{"specversion":"1.0","id":"2","data":{"n":2}}]""";

    public EventGridWebhookTests(SharedApp shared)
    {
        App = shared.App;
        App.Folder.Answer("Many", new TriggerScript());
        App.Folder.Answer("One", new TriggerScript());
    }

    private RunningApp App { get; }

    [Theory]
    [InlineData("?functionName=Many", 401)]
    [InlineData("?functionName=Many&code=wrong", 401)]
    [InlineData("?functionName=Gone&code=KEY", 404)]
    [InlineData("?functionName=Api&code=KEY", 404)]
    [InlineData("?code=KEY", 404)]
    public async Task Delivery_WithoutKeyOrFunction_IsRefused(string query, int status)
    {
        var before = App.Lines("TRIGGER");

        var answer = await SendAsync($"/runtime/webhooks/EventGrid{query.Replace("KEY", App.Host.EventGridKey, StringComparison.Ordinal)}", "Notification", Batch);

        Assert.Equal(status, answer.Status);
        Assert.Equal(before, App.Lines("TRIGGER"));
    }

    [Theory]
    [InlineData(null, Batch)]
    [InlineData("Other", Batch)]
    [InlineData("Notification", "no JSON")]
    [InlineData("Notification", "[]")]
    [InlineData("Notification", "[1]")]
    [InlineData("SubscriptionValidation", "[{}]")]
    public async Task Delivery_OfNoEvents_Gets400(string? type, string body) => Assert.Equal(400, (await SendAsync(Uri("Many"), type, body)).Status);

    [Fact]
    public async Task Validation_IsAnsweredByTheHost()
    {
        var answer = await SendAsync(Uri("Many"), "SubscriptionValidation", """[{"id":"1","data":{"validationCode":"abc"}}]""");

        Assert.Equal((200, """{"validationResponse":"abc"}"""), answer);
        Assert.Equal(202, (await SendAsync(Uri("Many"), "Unsubscribe", "[]")).Status);
    }

    [Fact]
    public async Task Handshake_OfCloudEvents_IsAnsweredByTheHost()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Uri("Many"));
        request.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");

        using var answer = await App.Client.SendAsync(request, Within.Test).Comes("an answer");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("eventgrid.azure.net", answer.Headers.GetValues("WebHook-Allowed-Origin").Single());
    }

    [Fact]
    public async Task Delivery_ToMany_IsOneCallWithATextThatHoldsTheArray()
    {
        App.Folder.Answer("Many", new TriggerScript { Body = """{"Outputs":{},"Logs":["runs=3 writes=0"],"ReturnValue":null}""" });
        App.Host.Counts.TakeLogs();
        var before = App.Host.Counts.Take();

        var batch = Batch.Replace("\"id\":\"1\"", "\"id\":\"of-many\"", StringComparison.Ordinal);
        Assert.Equal(202, (await SendAsync(Uri("Many"), "Notification", batch)).Status);

        var call = await CallAsync("of-many");
        var body = JsonDocument.Parse(call.GetProperty("body").GetString()!).RootElement;
        var events = body.GetProperty("Data").GetProperty("events");
        Assert.Equal(JsonValueKind.String, events.ValueKind);
        Assert.Equal(batch, events.GetString());
        var sys = body.GetProperty("Metadata").GetProperty("sys");
        Assert.Equal("Many", sys.GetProperty("MethodName").GetString());
        Assert.True(sys.GetProperty("UtcNow").TryGetDateTime(out _));
        Assert.True(sys.GetProperty("RandGuid").TryGetGuid(out _));
        var headers = call.GetProperty("headers");
        Assert.Equal("application/json; charset=utf-8", headers.GetProperty("CONTENT-TYPE").GetString());
        Assert.Equal("chunked", headers.GetProperty("TRANSFER-ENCODING").GetString());
        Assert.True(headers.GetProperty("X-AZURE-FUNCTIONS-INVOCATIONID").TryGetGuid(out _));
        Assert.StartsWith("Azure-Functions-Host/", headers.GetProperty("USER-AGENT").GetString(), StringComparison.Ordinal);
        Assert.False(headers.TryGetProperty("X-MS-INVOCATION-ID", out _));
        Assert.False(headers.TryGetProperty("X-FORWARDED-PROTO", out _));
        var spent = (App.Host.Counts.Take() - before)["Many"];
        Assert.Equal((1, 0, 1), (spent.Executions, spent.Failures, spent.FoundNothing));
        var log = Assert.Single(App.Host.Counts.TakeLogs());
        Assert.Equal(("Many", "http-1", "runs=3 writes=0"), (log.Function, log.Instance, log.Lines.Single()));
    }

    [Fact]
    public async Task Delivery_OfOneCloudEvent_IsAnArrayOfOne()
    {
        Assert.Equal(202, (await SendAsync(Uri("Many"), "Notification", """{"id":"single"}""")).Status);

        var body = JsonDocument.Parse((await CallAsync("single")).GetProperty("body").GetString()!).RootElement;
        Assert.Equal("""[{"id":"single"}]""", body.GetProperty("Data").GetProperty("events").GetString());
    }

    [Fact]
    public async Task Delivery_ToOne_IsACallAnEventAndFailsWhole()
    {
        var before = App.Lines("TRIGGER {\"function\":\"One\"");
        Assert.Equal(202, (await SendAsync(Uri("One"), "Notification", Batch)).Status);
        Assert.Equal(before + 2, (await App.LinesAsync("TRIGGER {\"function\":\"One\"", before + 2)).Count);

        App.Folder.Answer("One", new TriggerScript { Status = 500 });
        Assert.Equal(500, (await SendAsync(Uri("One"), "Notification", Batch)).Status);
    }

    public static TheoryData<int, string?, string, int> Answers => new()
    {
        { 200, "application/json", "{}", 202 },
        { 200, "application/json; charset=utf-8", """{"Outputs":{},"Logs":null,"ReturnValue":null}""", 202 },
        { 201, "application/json", "{}", 202 },
        { 200, "text/plain", "{}", 500 },
        { 200, null, "{}", 500 },
        { 200, "application/json", "no JSON", 500 },
        { 200, "application/json", "[]", 500 },
        { 404, "application/json", "{}", 500 },
        { 500, "application/json", "{}", 500 },
        { 503, "application/json", "{}", 500 },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_OfTheHandler_MakesTheOutcome(int status, string? type, string body, int outcome)
    {
        App.Folder.Answer("Many", new TriggerScript { Status = status, Type = type, Body = body });

        Assert.Equal(outcome, (await SendAsync(Uri("Many"), "Notification", Batch)).Status);
    }

    [Fact]
    public async Task Redirect_IsFollowed()
    {
        App.Folder.Answer("Many", new TriggerScript { Status = 307, Location = "/Elsewhere" });

        Assert.Equal(202, (await SendAsync(Uri("Many"), "Notification", Batch)).Status);
        await App.LineAsync("CALL POST /Elsewhere");
    }

    private string Uri(string function) => App.Host.EventGridWebhook(function).PathAndQuery;

    private async Task<(int Status, string Body)> SendAsync(string target, string? type, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new StringContent(body, Encoding.UTF8, "application/cloudevents-batch+json") };
        if (type is not null)
        {
            request.Headers.Add("aeg-event-type", type);
        }

        using var answer = await App.Client.SendAsync(request, Within.Test).Comes("an answer");
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Within.Test));
    }

    /// <summary>What the handler wrote down of the latest call that holds a text.</summary>
    private async Task<JsonElement> CallAsync(string part)
    {
        bool IsIt(string line) => line.Contains("TRIGGER", StringComparison.Ordinal) && line.Contains(part, StringComparison.Ordinal);
        await App.Instance.Log.LineAsync(IsIt, Within.Test).Comes("a call of the trigger");
        var line = App.Instance.Log.Lines.Last(IsIt);
        return JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
    }
}
