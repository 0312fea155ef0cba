using CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.Subscriptions;

public sealed class SubscriptionFileTests
{
    private const string Least = """{"name":"one","eventDeliverySchema":"CloudEventSchemaV1_0","destination":{"endpointType":"AzureFunction","properties":{"functionName":"F"}}}""";

    [Fact]
    public void Parse_NothingButWhatIsNeeded_HasTheServicesDefaults()
    {
        var subscription = Assert.Single(SubscriptionFile.Parse($$"""{"subscriptions":[{{Least}}]}"""));

        Assert.Equal(new EventSubscription { Name = "one", FunctionName = "F" }, subscription);
        Assert.Equal(
            (1, 64 * 1024, 30, TimeSpan.FromDays(1), true),
            (subscription.EventsPerBatchMax, subscription.PreferredBatchBytes, subscription.DeliveryAttemptsMax, subscription.TimeToLive, subscription.Wants("any")));
    }

    [Fact]
    public void Parse_EveryProperty_IsKept()
    {
        var subscription = Assert.Single(SubscriptionFile.Parse("""
            {"subscriptions":[{"name":"one","eventDeliverySchema":"CloudEventSchemaV1_0",
              "destination":{"endpointType":"AzureFunction","properties":{"functionName":"F","maxEventsPerBatch":7,"preferredBatchSizeInKilobytes":8}},
              "filter":{"includedEventTypes":["a","b"]},"retryPolicy":{"maxDeliveryAttempts":9,"eventTimeToLiveInMinutes":10},
              "deadLetterDestination":{"endpointType":"StorageBlob","properties":{"blobContainerName":"letters"}}}]}
            """));

        Assert.Equal(
            (7, 8 * 1024, 9, TimeSpan.FromMinutes(10), "letters"),
            (subscription.EventsPerBatchMax, subscription.PreferredBatchBytes, subscription.DeliveryAttemptsMax, subscription.TimeToLive, subscription.DeadLetterContainer));
        Assert.Equal((true, true, false, false), (subscription.Wants("a"), subscription.Wants("b"), subscription.Wants("A"), subscription.Wants("c")));
    }

    [Theory]
    [InlineData("\"name\":", "\"labels\":[],\"name\":", "labels")]
    [InlineData("\"functionName\":", "\"resourceId\":\"x\",\"functionName\":", "resourceId")]
    [InlineData("\"name\":", "\"filter\":{\"advancedFilters\":[]},\"name\":", "advancedFilters")]
    [InlineData("\"name\":", "\"retryPolicy\":{\"tries\":1},\"name\":", "tries")]
    [InlineData("\"functionName\":\"F\"", "", "functionName")]
    [InlineData("\"functionName\":\"F\"", "\"functionName\":null", "functionName")]
    [InlineData("\"name\":\"one\",", "", "name")]
    [InlineData("\"name\":\"one\",", "\"name\":\"of\",", "name")]
    [InlineData("CloudEventSchemaV1_0", "EventGridSchema", "eventDeliverySchema")]
    [InlineData("AzureFunction", "WebHook", "endpointType")]
    [InlineData("\"functionName\":", "\"maxEventsPerBatch\":5001,\"functionName\":", "maxEventsPerBatch")]
    [InlineData("\"functionName\":", "\"preferredBatchSizeInKilobytes\":0,\"functionName\":", "preferredBatchSizeInKilobytes")]
    [InlineData("\"name\":", "\"retryPolicy\":{\"maxDeliveryAttempts\":31},\"name\":", "maxDeliveryAttempts")]
    [InlineData("\"name\":", "\"retryPolicy\":{\"eventTimeToLiveInMinutes\":1441},\"name\":", "eventTimeToLiveInMinutes")]
    [InlineData("\"name\":", "\"deadLetterDestination\":{\"endpointType\":\"Queue\",\"properties\":{\"blobContainerName\":\"c\"}},\"name\":", "deadLetterDestination")]
    public void Parse_WhatTheServiceWouldNotTake_IsRefusedByName(string text, string instead, string named)
    {
        var changed = Least.Replace(text, instead, StringComparison.Ordinal);

        var refusal = Assert.Throws<InvalidDataException>(() => SubscriptionFile.Parse($$"""{"subscriptions":[{{changed}}]}"""));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TwoOfAName_AreRefused() =>
        Assert.Throws<InvalidDataException>(() => SubscriptionFile.Parse($$"""{"subscriptions":[{{Least}},{{Least}}]}"""));
}
