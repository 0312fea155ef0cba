using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using CloudOrchestrator.Host.Functions.Settings;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Reminders;

/// <summary>Reminders as messages of a storage queue that become visible when they are due. Safe for any number of callers.</summary>
/// <param name="settings">Which queue of which account.</param>
/// <param name="time">The clock.</param>
/// <param name="meter">Counts.</param>
/// <param name="transport">What carries the requests, where it is not the platform's own.</param>
internal sealed class ReminderQueue(AppSettings settings, TimeProvider time, FunctionsMeter meter, HttpPipelineTransport? transport = null) : IReminders
{
    /// <summary>Longest that a message may stay invisible; a reminder for later is armed again when it comes.</summary>
    /// <value>An hour below 7 days, the service's limit.</value>
    /// <remarks>Source: Put Message, Azure Storage.</remarks>
    public static readonly TimeSpan DelayMax = TimeSpan.FromDays(7) - TimeSpan.FromHours(1);

    /// <summary>What is left of a reminder's time when it comes and is to be armed again; of one with less left the key is looked at.</summary>
    /// <value>An hour: far more than clocks differ by, and less than <see cref="RestMin"/>.</value>
    public static readonly TimeSpan ArmedAgainMin = TimeSpan.FromHours(1);

    /// <summary>What is left at least of a longer time when its message comes.</summary>
    private static readonly TimeSpan RestMin = TimeSpan.FromHours(2);

    /// <summary>A message that never expires.</summary>
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private const int ResendsMax = 3;

    private readonly Lazy<QueueClient> _queue = new(() => QueueAccount.Of(settings.Storage, settings.ReminderQueue, Options(transport)));
    private readonly ArmedReminders _armed = new();
    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    /// <remarks>Ends at once where this process has already sent one that comes in time: whatever the key wants later it asks for again when it is looked at then.</remarks>
    public async Task RemindAsync(Wake wake, TimeSpan after, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(after, TimeSpan.Zero);
        var now = time.GetElapsedTime(_start);
        after = after < MaxFrom(now) ? after : MaxFrom(now);
        if (_armed.Serves(wake, now, now + after))
        {
            meter.Spared();
            return;
        }

        var delay = Delay(after);
        await SendAsync(new Reminder(wake, Due(after)).ToJson(), delay, cancellationToken).ConfigureAwait(false);
        // The service counts from when it took the message: not before this began.
        _armed.Add(wake, time.GetElapsedTime(_start), now + delay, now + after);
        meter.Reminded();
    }

    /// <summary>How long its message stays invisible, in whole seconds.</summary>
    private static TimeSpan Delay(TimeSpan after)
    {
        var delay = after <= DelayMax ? after : after - RestMin < DelayMax ? after - RestMin : DelayMax;
        return TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(delay.TotalSeconds)));
    }

    private DateTimeOffset Due(TimeSpan after)
    {
        var now = time.GetUtcNow();
        return after < DateTimeOffset.MaxValue - now ? now + after : DateTimeOffset.MaxValue;
    }

    /// <summary>Longer than this cannot be added to the time.</summary>
    private static TimeSpan MaxFrom(TimeSpan now) => TimeSpan.MaxValue - now - ArmedReminders.Lateness;

    private async Task SendAsync(string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await _queue.Value.SendMessageAsync(message, delay, Forever, cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException fault) when (fault.Status == StatusCodes.Status404NotFound)
            {
                // The first reminder of a cluster makes its queue.
                await _queue.Value.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
                await _queue.Value.SendMessageAsync(message, delay, Forever, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (AzureFault.Is(fault, cancellationToken))
        {
            throw AzureFault.InWords(_queue.Value.Uri, QueueAccount.Role, fault);
        }
    }

    private static QueueClientOptions Options(HttpPipelineTransport? transport)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        options.Diagnostics.IsLoggingEnabled = false;
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = ResendsMax;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        options.Retry.NetworkTimeout = RequestTimeout;
        if (transport is not null)
        {
            options.Transport = transport;
        }

        return options;
    }
}
