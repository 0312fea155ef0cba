using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;

/// <summary>Reads the file that declares the subscriptions with the names of their ARM properties.</summary>
/// <remarks>Ranges: Microsoft.EventGrid/topics/eventSubscriptions.</remarks>
public static partial class SubscriptionFile
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    };

    /// <exception cref="InvalidDataException">Something in it is unknown, missing or out of range; the message names it.</exception>
    public static IReadOnlyList<EventSubscription> Read(string path) => Parse(File.ReadAllText(path));

    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<EventSubscription> Parse(string json)
    {
        DeclaredSubscriptions declared;
        try
        {
            declared = JsonSerializer.Deserialize<DeclaredSubscriptions>(json, Strict) ?? throw new InvalidDataException("The subscriptions are null.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException(malformed.Message, malformed);
        }

        var subscriptions = declared.Subscriptions.Select(Checked).ToList();
        return subscriptions.GroupBy(one => one.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new InvalidDataException($"Subscription {twice.Key} is declared twice.")
            : subscriptions;
    }

    private static EventSubscription Checked(DeclaredSubscription declared)
    {
        var (name, destination) = (declared.Name, declared.Destination.Properties);
        Require(NamePattern().IsMatch(name), name, "name", "3 to 64 letters, digits and hyphens");
        Require(declared.EventDeliverySchema == "CloudEventSchemaV1_0", name, "eventDeliverySchema", "CloudEventSchemaV1_0");
        Require(declared.Destination.EndpointType == "AzureFunction", name, "destination.endpointType", "AzureFunction");
        Require(destination.FunctionName.Length > 0, name, "destination.properties.functionName", "the name of a function");
        Require(destination.MaxEventsPerBatch is >= 1 and <= 5_000, name, "maxEventsPerBatch", "1 to 5,000");
        Require(destination.PreferredBatchSizeInKilobytes is >= 1 and <= 1_024, name, "preferredBatchSizeInKilobytes", "1 to 1,024");
        Require(declared.RetryPolicy.MaxDeliveryAttempts is >= 1 and <= 30, name, "maxDeliveryAttempts", "1 to 30");
        Require(declared.RetryPolicy.EventTimeToLiveInMinutes is >= 1 and <= 1_440, name, "eventTimeToLiveInMinutes", "1 to 1,440");
        Require(declared.DeadLetterDestination is null or { EndpointType: "StorageBlob" }, name, "deadLetterDestination.endpointType", "StorageBlob");
        return new EventSubscription
        {
            Name = name,
            FunctionName = destination.FunctionName,
            IncludedEventTypes = declared.Filter.IncludedEventTypes?.ToHashSet(StringComparer.Ordinal),
            EventsPerBatchMax = destination.MaxEventsPerBatch,
            PreferredBatchBytes = destination.PreferredBatchSizeInKilobytes * 1024,
            DeliveryAttemptsMax = declared.RetryPolicy.MaxDeliveryAttempts,
            TimeToLive = TimeSpan.FromMinutes(declared.RetryPolicy.EventTimeToLiveInMinutes),
            DeadLetterContainer = declared.DeadLetterDestination?.Properties.BlobContainerName,
        };
    }

    private static void Require(bool isMet, string subscription, string property, string expected)
    {
        if (!isMet)
        {
            throw new InvalidDataException($"Subscription {subscription}: {property} must be {expected}.");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9-]{3,64}$")]
    private static partial Regex NamePattern();
}
