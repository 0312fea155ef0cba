using System.Security.Cryptography.X509Certificates;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;
using CloudOrchestrator.LocalAzure.Functions;

namespace CloudOrchestrator.LocalAzure.Clouds;

/// <summary>The functions' webhooks, which are known only once the app runs: its settings name the topic, so that comes first.</summary>
internal sealed class FunctionWebhooks(X509Certificate2? authority, Action<Delivery> delivering) : IDeliveryTarget, IDisposable
{
    private readonly TaskCompletionSource<WebhookTarget> _target = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The app runs.</summary>
    public void Found(FunctionsHost host) => _target.TrySetResult(new WebhookTarget(host.Address, host.EventGridKey, authority));

    public async Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        delivering(delivery);
        return await (await _target.Task.WaitAsync(cancellationToken)).DeliverAsync(delivery, cancellationToken);
    }

    public void Dispose()
    {
        if (_target.Task.IsCompletedSuccessfully)
        {
            _target.Task.Result.Dispose();
        }
    }
}
