using System.Net.Sockets;
using Azure;
using CloudOrchestrator.FakeAzureStorage.Counting;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Transport;

/// <summary>
/// The way of a request to the service and of its answer back. Its client may stop waiting at any moment; what was sent lands regardless,
/// as on a real network. Nothing here leaves the thread that moves the clock.
/// </summary>
internal sealed class RequestCourse(
    TimeProvider time, FaultScript faults, RequestCounts counts, StorageLatency latency, Account account)
{
    /// <summary>Longest that a client waits for an answer that never comes.</summary>
    /// <value>100 s, the default of .NET's own client.</value>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(100);

    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private int _underway;

    /// <summary>Requests that were sent and have not landed yet, whether or not their clients still wait.</summary>
    public int Underway
    {
        get
        {
            lock (_lock)
            {
                return _underway;
            }
        }
    }

    /// <summary>Done when no request is on its way any more.</summary>
    public Task SettledAsync()
    {
        lock (_lock)
        {
            if (_underway == 0)
            {
                return Task.CompletedTask;
            }

            var settled = new TaskCompletionSource();
            _waiting.Add(settled);
            return settled.Task;
        }
    }

    public async Task<StorageAnswer> SendAsync(StorageRequest request)
    {
        // 1. A frozen instance sends nothing.
        await faults.WhileFrozenAsync(request.Instance).ConfigureAwait(false);
        var operation = account.Read(request);
        var facts = FactsOf(request, operation);
        counts.Sent(facts);
        var fault = faults.Draw(facts);
        // 2. It lands, or not, or twice; the client does not influence that any more.
        Departed();
        var sent = time.GetUtcNow();
        var half = latency.Of(operation.Kind) / 2;
        var landing = LandAsync(operation, facts, fault, sent + half + fault.BeforeLanding);
        // 3. The client hears of it, or of its loss.
        if (fault.Loss is { } loss)
        {
            await LoseAsync(fault, loss, landing, sent, half).ConfigureAwait(false);
            await faults.WhileFrozenAsync(request.Instance).ConfigureAwait(false);
            counts.Lost(facts);
            throw Reset();
        }

        var answer = await landing.ConfigureAwait(false);
        var way = (2 * half) + fault.BeforeLanding + (fault.AnswersSecond ? fault.Again ?? TimeSpan.Zero : TimeSpan.Zero) + fault.AfterLanding;
        await UntilAsync(sent + way + (answer.RowsScanned * latency.RowScanned)).ConfigureAwait(false);
        await faults.WhileFrozenAsync(request.Instance).ConfigureAwait(false);
        counts.Answered(facts, answer);
        return fault.Cuts ? answer with { IsCut = true } : answer;
    }

    private static RequestFacts FactsOf(StorageRequest request, StorageOperation operation) => new(
        request.Instance, operation.Kind, operation.Table, operation.Partition, operation.Container, operation.Blob,
        operation.EntitiesWritten, request.Body.Length);

    private async Task<StorageAnswer> LandAsync(StorageOperation operation, RequestFacts facts, Fault fault, DateTimeOffset at)
    {
        try
        {
            await UntilAsync(at).ConfigureAwait(false);
            var answer = fault.Lands ? Land(operation, facts, fault) : null;
            if (fault.Again is { } gap)
            {
                var second = LandAgainAsync(operation, facts, fault, at + gap);
                answer = fault.AnswersSecond ? await second.ConfigureAwait(false) : answer;
            }

            return fault.Error is null ? answer ?? new StorageAnswer(0) : account.Refuse(operation, fault.Error, fault.InnerIndex);
        }
        finally
        {
            Arrived();
        }
    }

    private async Task<StorageAnswer> LandAgainAsync(StorageOperation operation, RequestFacts facts, Fault fault, DateTimeOffset at)
    {
        Departed();
        try
        {
            await UntilAsync(at).ConfigureAwait(false);
            return Land(operation, facts, fault);
        }
        finally
        {
            Arrived();
        }
    }

    private StorageAnswer Land(StorageOperation operation, RequestFacts facts, Fault fault)
    {
        fault.Before?.Invoke();
        var answer = account.CarryOut(operation, fault.PageRows);
        counts.Landed(facts, answer.Status);
        return answer;
    }

    private async Task LoseAsync(Fault fault, Loss loss, Task<StorageAnswer> landing, DateTimeOffset sent, TimeSpan half)
    {
        if (!fault.LostBeforeLanding)
        {
            await landing.ConfigureAwait(false);
        }

        await UntilAsync(sent + (loss == Loss.Silence ? SilenceMax : 2 * half)).ConfigureAwait(false);
    }

    private void Departed()
    {
        lock (_lock)
        {
            _underway++;
        }
    }

    private void Arrived()
    {
        TaskCompletionSource[] settled = [];
        lock (_lock)
        {
            if (--_underway == 0)
            {
                settled = [.. _waiting];
                _waiting.Clear();
            }
        }

        Array.ForEach(settled, one => one.SetResult());
    }

    /// <summary>By the clock, not by the span: a clock that jumps past a moment has passed it.</summary>
    private Task UntilAsync(DateTimeOffset moment)
    {
        var span = moment - time.GetUtcNow();
        return span > TimeSpan.Zero ? Task.Delay(span, time) : Task.CompletedTask;
    }

    /// <summary>As the SDK's own transport reports it: no status.</summary>
    private static RequestFailedException Reset()
    {
        var reset = new IOException("Connection reset by peer", new SocketException((int)SocketError.ConnectionReset));
        return new RequestFailedException(reset.Message, new HttpRequestException(HttpRequestError.ConnectionError, reset.Message, reset));
    }
}
