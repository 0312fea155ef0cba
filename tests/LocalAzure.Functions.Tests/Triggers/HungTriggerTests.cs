using System.Text;
using CloudOrchestrator.LocalAzure.Functions.Handler;
using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Triggers;

public sealed class HungTriggerTests
{
    [Fact]
    public async Task Answer_WithoutABody_HangsUntilTheFunctionsTimeIsOverAndTheHandlerIsKilled()
    {
        var time = new FakeTimeProvider();
        await using var app = await RunningApp.StartAsync(AppFolder.Http(host => host["functionTimeout"] = "00:02:00").WithEvents("Many", "many"), new FunctionsHostOptions { Time = time });
        app.Folder.Answer("Many", new TriggerScript { Body = "" });
        using var request = new HttpRequestMessage(HttpMethod.Post, app.Host.EventGridWebhook("Many")) { Content = new StringContent("[{}]", Encoding.UTF8, "application/json") };
        request.Headers.Add("aeg-event-type", "Notification");
        var delivery = app.Client.SendAsync(request, Within.Test);
        await app.LineAsync("never completes");
        await using var stream = await app.OpenAsync("x");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(delivery.IsCompleted);
        Assert.Equal(1, app.Instance.HandlerStarts);

        time.Advance(TimeSpan.FromMinutes(1));

        using var answer = await delivery.Comes("the end of the delivery");
        Assert.Equal(500, (int)answer.StatusCode);
        await Assert.ThrowsAnyAsync<IOException>(() => stream.ReadAsync(new byte[1], Within.Test).AsTask().Comes("the end of the stream"));
        await app.LineAsync("listens, start 2.");
        Assert.Equal(1, app.Host.Counts.Take()["Many"].Failures);
    }
}
