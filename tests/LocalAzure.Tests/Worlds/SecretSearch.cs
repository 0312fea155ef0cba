using System.Text;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using k8s;

namespace CloudOrchestrator.LocalAzure.Tests.Worlds;

/// <summary>Looks for what nobody may find in logs, events, dead letters and reminders: tokens, keys, signatures, keys of certificates.</summary>
/// <param name="data">The cluster's folder, whose own files hold secrets; what its instances said is below it.</param>
/// <param name="keys">Keys of the platform.</param>
internal sealed partial class SecretSearch(string data, IReadOnlyList<string> keys)
{
    private const int MessagesMax = 32;

    /// <summary>Where which secret is; the secret itself is not said.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string connectionString, string cluster, IEnumerable<string> events)
    {
        var secrets = Secrets().ToList();
        Assert.All(secrets, secret => Assert.True(secret.Value.Length >= 20, $"{secret.Name} is no secret worth the name."));
        var places = Logs().Concat(events.Select(one => ("an event", one))).ToList();
        places.AddRange(await DeadLettersAsync(connectionString));
        places.AddRange(await RemindersAsync(connectionString, cluster));
        return
        [
            .. from place in places
               from secret in secrets
               where place.Item2.Contains(secret.Value, StringComparison.Ordinal)
               select $"{place.Item1} holds {secret.Name}",
            .. from place in places where Signature().IsMatch(place.Item2) select $"{place.Item1} holds a signature",
            .. from place in places where place.Item2.Contains("PRIVATE KEY", StringComparison.Ordinal) select $"{place.Item1} holds a private key",
        ];
    }

    private IEnumerable<(string Name, string Value)> Secrets()
    {
        foreach (var name in new[] { "kubeconfig", "agent.kubeconfig" })
        {
            yield return ($"the token of {name}", KubernetesClientConfiguration.BuildConfigFromConfigFile(Path.Combine(data, name)).AccessToken);
        }

        foreach (var key in keys)
        {
            yield return ("a key of the platform", key);
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(data, "pki"), "*.key"))
        {
            yield return (Path.GetFileName(file), File.ReadAllLines(file)[1]);
        }
    }

    private IEnumerable<(string, string)> Logs() =>
        Directory.EnumerateFiles(data, "*.log", SearchOption.AllDirectories).Select(log => (Path.GetFileName(log), File.ReadAllText(log)));

    private static async Task<List<(string, string)>> DeadLettersAsync(string connectionString)
    {
        var container = new BlobContainerClient(connectionString, "deadletters");
        var found = new List<(string, string)>();
        await foreach (var blob in container.GetBlobsAsync())
        {
            found.Add(("a dead letter", (await container.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content.ToString()));
        }

        return found;
    }

    private static async Task<List<(string, string)>> RemindersAsync(string connectionString, string cluster)
    {
        var found = new List<(string, string)>();
        foreach (var name in new[] { $"{cluster}-reminders", $"{cluster}-reminders-poison" })
        {
            var queue = new QueueClient(connectionString, name);
            if (await queue.ExistsAsync())
            {
                found.AddRange((await queue.PeekMessagesAsync(MessagesMax)).Value.Select(message => ("a reminder", Text(message.MessageText))));
            }
        }

        return found;
    }

    private static string Text(string message)
    {
        var bytes = new byte[message.Length];
        return Convert.TryFromBase64String(message, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : message;
    }

    [GeneratedRegex("[?&]sig=[A-Za-z0-9%+/]{20,}")]
    private static partial Regex Signature();
}
