using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure;
using Azure.Storage.Blobs;
using CloudOrchestrator.LocalAzure.EventGrid;
using CloudOrchestrator.LocalAzure.EventGrid.DeadLetters;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;
using CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;

namespace CloudOrchestrator.LocalAzure.Commands;

/// <summary><c>topic</c>: the Event Grid topic alone, for an app that the real Functions host runs on this machine.</summary>
internal static class TopicCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The cluster's folder, with storage.connection and pki/ca.crt in it.", Required = true };
        var host = new Option<string>("--functions-host") { Description = "Where the Functions host listens.", DefaultValueFactory = _ => "https://127.0.0.1:7071" };
        var code = new Option<string>("--code") { Description = "That host's system key eventgrid_extension; Core Tools ask for none.", DefaultValueFactory = _ => "local" };
        var command = new Command("topic", "Runs an Event Grid topic that delivers to a Functions host, until told to stop.") { data, host, code };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(host)!, parsed.GetValue(code)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, string functionsHost, string code, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(functionsHost, UriKind.Absolute, out var host) || (host.Scheme != Uri.UriSchemeHttp && host.Scheme != Uri.UriSchemeHttps))
        {
            await Console.Error.WriteLineAsync($"topic: --functions-host {functionsHost}: not an address such as https://127.0.0.1:7071.");
            return 1;
        }

        try
        {
            var key = SecretFile.ReadOrWrite(Path.Combine(data, "topic.key"), () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            var connectionString = (await File.ReadAllTextAsync(Path.Combine(data, "storage.connection"), cancellationToken)).Trim();
            using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(data, "pki", "ca.crt"));
            using var target = new WebhookTarget(host, code, authority);
            var blobs = new BlobServiceClient(connectionString);
            var subscriptions = SubscriptionFile.Read(Path.Combine(Repository.Root, "infra", "azure", "event-subscriptions.json"));
            foreach (var container in subscriptions.Select(subscription => subscription.DeadLetterContainer).OfType<string>().Distinct())
            {
                await blobs.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            }

            await using var topic = await LocalEventGrid.StartAsync(
                new EventGridOptions
                {
                    TopicKey = key,
                    Subscriptions = subscriptions,
                    Target = target,
                    DeadLetters = new BlobDeadLetters(blobs),
                },
                TimeProvider.System,
                cancellationToken);
            SecretFile.Write(Path.Combine(data, "topic.endpoint"), topic.TopicEndpoint.ToString());
            await Console.Out.WriteLineAsync($"The topic is {topic.TopicEndpoint}");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception fault) when (fault is InvalidOperationException or UriFormatException or RequestFailedException or IOException or InvalidDataException or UnauthorizedAccessException or CryptographicException)
        {
            await Console.Error.WriteLineAsync($"topic: {fault.Message}");
            return 1;
        }
    }
}
