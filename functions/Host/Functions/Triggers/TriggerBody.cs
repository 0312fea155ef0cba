namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>Reads a call's body, as far as it is bounded.</summary>
internal static class TriggerBody
{
    /// <summary>Most bytes of a call.</summary>
    /// <value>8 MiB: a batch is meant to have 256 KiB, one event may have 1 MiB, and the host writes each twice encoded and some of it a second time.</value>
    public const int BytesMax = 8 * 1024 * 1024;

    /// <summary>The body; null where it is longer. Then it is read to its end all the same: the host would take a connection that closes for a broken handler.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var chunk = new byte[64 * 1024];
        var isTooLong = false;
        while (await request.Body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            isTooLong |= body.Length + read > BytesMax;
            if (!isTooLong)
            {
                body.Write(chunk, 0, read);
            }
        }

        // A bare null would be taken for an empty array here.
        return isTooLong ? default(ReadOnlyMemory<byte>?) : body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
