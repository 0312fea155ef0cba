namespace CloudOrchestrator.LocalAzure.EventGrid.Delivering;

/// <summary>What became of a delivery.</summary>
/// <param name="Status">The HTTP status of the answer; null if none came.</param>
/// <param name="Name">As dead letters state it, such as <c>NotFound</c>.</param>
public sealed record DeliveryOutcome(int? Status, string Name)
{
    /// <summary>No answer within the time for it.</summary>
    public static DeliveryOutcome TimedOut { get; } = new(null, "TimedOut");

    /// <summary>No connection, or one that broke.</summary>
    public static DeliveryOutcome Broken { get; } = new(null, "SocketError");

    /// <summary>Only these statuses take the events off the service's hands.</summary>
    public bool IsSuccess => Status is >= 200 and <= 204;

    /// <summary>The events are given up at once: for a function, no later attempt could end better.</summary>
    /// <remarks>Source: «Event Grid message delivery and retry», endpoint type Azure Resources.</remarks>
    public bool IsFinal => Status is 400 or 403 or 413;

    public static DeliveryOutcome Answered(int status) => new(status, status switch
    {
        >= 200 and <= 204 => "Success",
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        408 => "TimedOut",
        413 => "PayloadTooLarge",
        503 => "Busy",
        _ => "GenericError",
    });
}
