namespace CloudOrchestrator.LocalAzure.EventGrid.Delivering;

/// <summary>The JSON array of a delivery.</summary>
internal static class DeliveryBody
{
    public const int BracketBytes = 2;

    /// <summary>Bytes that an event takes in it, a comma included.</summary>
    public static int LengthOf(QueuedEvent one) => one.Published.Json.Length + 1;

    public static ReadOnlyMemory<byte> Of(IEnumerable<QueuedEvent> events) => Of(events.Select(one => one.Published.Json));

    public static ReadOnlyMemory<byte> Of(IEnumerable<ReadOnlyMemory<byte>> documents)
    {
        using var body = new MemoryStream();
        var separator = (byte)'[';
        foreach (var document in documents)
        {
            body.WriteByte(separator);
            body.Write(document.Span);
            separator = (byte)',';
        }

        body.WriteByte((byte)']');
        return body.ToArray();
    }
}
