using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using CloudOrchestrator.LocalAzure.Functions.Apps;
using CloudOrchestrator.LocalAzure.Functions.Instances;

namespace CloudOrchestrator.LocalAzure.Functions.Triggers;

/// <summary>Takes the messages of a queue to a function.</summary>
/// <remarks>
/// Looks at the queue with pauses from 100 ms, doubled while nothing is there. While the function has no instance only peeks, as the
/// platform's scale controller does: what is seen starts one. A message whose call failed is visible again after the time-out of host.json,
/// and goes to <c>&lt;queue&gt;-poison</c> after the last try. One whose instance went comes back when its lease is over.
/// </remarks>
internal sealed class QueueTrigger(
    QueueFunction function, QueueSettings settings, QueueClient queue, QueueClient poison, ScaleGroup group, TriggerCaller caller, FunctionsHostOptions options)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private readonly HashSet<Task> _running = [];

    /// <summary>Until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = PauseMin;
        while (!cancellationToken.IsCancellationRequested)
        {
            _running.RemoveWhere(task => task.IsCompleted);
            if (_running.Count > settings.NewBatchThreshold)
            {
                await Task.WhenAny(_running).WaitAsync(cancellationToken);
                continue;
            }

            var messages = await TakeAsync(cancellationToken);
            foreach (var message in messages)
            {
                _running.Add(Task.Run(() => ProcessAsync(message, cancellationToken), CancellationToken.None));
            }

            if (messages.Count > 0)
            {
                pause = PauseMin;
                continue;
            }

            await Task.Delay(pause, options.Time, cancellationToken);
            pause = pause * 2 < settings.MaxPollingInterval ? pause * 2 : settings.MaxPollingInterval;
        }
    }

    private async Task<IReadOnlyList<QueueMessage>> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!group.HasInstances && (await queue.PeekMessagesAsync(1, cancellationToken)).Value.Length == 0)
            {
                return [];
            }

            return (await queue.ReceiveMessagesAsync(settings.BatchSize, options.QueueLease, cancellationToken)).Value;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // No such queue yet, or the account is not to be had, in whatever way the client says so: the next look comes later.
            return [];
        }
    }

    private async Task ProcessAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        try
        {
            // Too often taken: its instances went, or nobody can read it.
            if (message.DequeueCount > settings.MaxDequeueCount || Decode(message) is not { } text)
            {
                await PoisonAsync(message, message.PopReceipt, cancellationToken);
                return;
            }

            await CallAsync(message, text, cancellationToken);
        }
        catch (Exception)
        {
            // The account is not to be had, or all is stopped: it comes back when its lease is over.
        }
    }

    private async Task CallAsync(QueueMessage message, string text, CancellationToken cancellationToken)
    {
        var invocation = group.Begin(function);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewal = RenewAsync(message, over.Token);
        var outcome = await caller.CallAsync(invocation, TriggerPayload.Of(function, function.Binding, text, options.Time.GetUtcNow(), Metadata(message, text)));
        await over.CancelAsync();
        var receipt = await renewal;
        switch (outcome)
        {
            case TriggerOutcome.Success:
                await queue.DeleteMessageAsync(message.MessageId, receipt, cancellationToken);
                break;
            case TriggerOutcome.Failure when message.DequeueCount >= settings.MaxDequeueCount:
                await PoisonAsync(message, receipt, cancellationToken);
                break;
            case TriggerOutcome.Failure:
                await queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: settings.VisibilityTimeout, cancellationToken: cancellationToken);
                break;
            default:
                break;
        }
    }

    /// <summary>Renews the lease at half its time; answers the receipt that counts.</summary>
    private async Task<string> RenewAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        var receipt = message.PopReceipt;
        try
        {
            while (true)
            {
                await Task.Delay(options.QueueLease / 2, options.Time, cancellationToken);
                receipt = (await queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: options.QueueLease, cancellationToken: CancellationToken.None)).Value.PopReceipt;
            }
        }
        catch (Exception)
        {
            // The call is over, or the lease is lost: the receipt is then refused.
            return receipt;
        }
    }

    private async Task PoisonAsync(QueueMessage message, string receipt, CancellationToken cancellationToken)
    {
        await poison.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await poison.SendMessageAsync(message.MessageText, cancellationToken);
        await queue.DeleteMessageAsync(message.MessageId, receipt, cancellationToken);
    }

    private string? Decode(QueueMessage message)
    {
        if (!settings.Base64)
        {
            return message.MessageText;
        }

        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static JsonObject Metadata(QueueMessage message, string text) => new()
    {
        ["DequeueCount"] = message.DequeueCount,
        ["ExpirationTime"] = message.ExpiresOn,
        ["Id"] = message.MessageId,
        ["InsertionTime"] = message.InsertedOn,
        ["NextVisibleTime"] = message.NextVisibleOn,
        ["PopReceipt"] = message.PopReceipt,
        ["QueueTrigger"] = text,
    };
}
