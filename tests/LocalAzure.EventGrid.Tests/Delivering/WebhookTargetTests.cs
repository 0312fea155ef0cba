using System.Net;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.Delivering;

/// <summary>What a Functions host gets to see.</summary>
public sealed class WebhookTargetTests
{
    private static readonly Delivery Any = new("WorkloadControllers", "workload-controllers", 3, "[{}]"u8.ToArray());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeliverAsync_Webhook_HasAddressHeadersAndBody()
    {
        string? seen = null;
        await using var host = await ListenAsync(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers;
            seen = string.Join('\n',
                $"{context.Request.Method} {context.Request.GetEncodedPathAndQuery()}", headers.ContentType, headers["aeg-event-type"],
                headers["aeg-subscription-name"], headers["aeg-delivery-count"], await body.ReadToEndAsync(context.RequestAborted));
            context.Response.StatusCode = 202;
        });
        using var target = new WebhookTarget(AddressOf(host), "a/key==");

        var outcome = await target.DeliverAsync(Any, Cancellation);

        Assert.Equal(202, outcome.Status);
        Assert.Equal(
            """
            POST /runtime/webhooks/EventGrid?functionName=WorkloadControllers&code=a%2Fkey%3D%3D
            application/cloudevents-batch+json; charset=utf-8
            Notification
            workload-controllers
            3
            [{}]
            """,
            seen);
    }

    [Fact]
    public async Task DeliverAsync_Redirect_IsNotFollowed()
    {
        await using var host = await ListenAsync(context =>
        {
            context.Response.Redirect("/elsewhere", permanent: false);
            return Task.CompletedTask;
        });
        using var target = new WebhookTarget(AddressOf(host), "key");

        var outcome = await target.DeliverAsync(Any, Cancellation);

        Assert.Equal((302, false), (outcome.Status, outcome.IsSuccess));
    }

    [Fact]
    public async Task DeliverAsync_ConnectionCut_IsAFailure()
    {
        await using var host = await ListenAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var target = new WebhookTarget(AddressOf(host), "key");

        Assert.Equal(DeliveryOutcome.Broken, await target.DeliverAsync(Any, Cancellation));
    }

    [Fact]
    public async Task DeliverAsync_NobodyThere_IsAFailure()
    {
        await using var host = await ListenAsync(_ => Task.CompletedTask);
        var address = AddressOf(host);
        await host.StopAsync(Cancellation);
        using var target = new WebhookTarget(address, "key");

        Assert.Equal(DeliveryOutcome.Broken, await target.DeliverAsync(Any, Cancellation));
    }

    [Fact]
    public async Task Publish_ToATopicWithAWebhook_ReachesIt()
    {
        var arrived = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await ListenAsync(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            arrived.TrySetResult(await body.ReadToEndAsync(context.RequestAborted));
        });
        using var target = new WebhookTarget(AddressOf(host), "key");
        await using var bench = await Bench.StartAsync(options => options with { Target = target });

        await bench.PublishAsync("1");
        var body = await arrived.Task.Within("the delivery at the webhook");
        await bench.SettledAsync();

        Assert.Contains("\"id\":\"1\"", body, StringComparison.Ordinal);
        Assert.Equal((1, 0), (bench.Count.Deliveries, bench.Count.Failed));
    }

    private static async Task<WebApplication> ListenAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var host = builder.Build();
        host.Run(answer);
        await host.StartAsync(Cancellation);
        return host;
    }

    private static Uri AddressOf(WebApplication host) => new(host.Urls.Single());
}
