using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.LocalAzure.EventGrid.Delivering;

/// <summary>Posts deliveries to the Event Grid webhook of a Functions host.</summary>
/// <param name="hostBase">Such as <c>http://127.0.0.1:7071</c>.</param>
/// <param name="code">The host's <c>eventgrid_extension</c> system key.</param>
/// <param name="authority">Signed the host's certificate; null for one that the machine trusts.</param>
public sealed class WebhookTarget(Uri hostBase, string code, X509Certificate2? authority = null) : IDeliveryTarget, IDisposable
{
    // A redirect is no success, and the time to answer is not the client's to limit.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, SslOptions = Trusting(authority) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(delivery.FunctionName)) { Content = new ReadOnlyMemoryContent(delivery.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json", "utf-8");
        request.Headers.Add("aeg-event-type", "Notification");
        request.Headers.Add("aeg-subscription-name", delivery.SubscriptionName);
        request.Headers.Add("aeg-delivery-count", delivery.DeliveryCount.ToString(CultureInfo.InvariantCulture));
        try
        {
            using var answer = await _client.SendAsync(request, cancellationToken);
            return DeliveryOutcome.Answered((int)answer.StatusCode);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return DeliveryOutcome.Broken;
        }
    }

    public void Dispose() => _client.Dispose();

    private static SslClientAuthenticationOptions Trusting(X509Certificate2? authority) => authority is null
        ? new SslClientAuthenticationOptions()
        : new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };

    private Uri AddressOf(string functionName) =>
        new(hostBase, $"/runtime/webhooks/EventGrid?functionName={Uri.EscapeDataString(functionName)}&code={Uri.EscapeDataString(code)}");
}
