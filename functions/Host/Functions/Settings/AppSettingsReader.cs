using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.Host.Functions.Settings;

/// <summary>Reads the app settings, all of them before the first request, and says of each one that is wrong what is.</summary>
internal static partial class AppSettingsReader
{
    /// <summary>Where the platform says which port its handler is to listen on.</summary>
    public const string Port = "FUNCTIONS_CUSTOMHANDLER_PORT";

    private const string Name = "ClusterName";

    /// <summary>Longest name of a queue.</summary>
    /// <remarks>Source: naming queues and metadata, Azure Storage.</remarks>
    private const int QueueNameLengthMax = 63;

    /// <summary>Most characters of a cluster's name: the poison queue's name has to hold it.</summary>
    private static readonly int NameLengthMax = QueueNameLengthMax - AppSettings.PoisonQueueOf("").Length;

    /// <summary>Reads them.</summary>
    /// <param name="environment">The environment's variables: names and values.</param>
    public static AppSettingsOutcome Read(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var reader = new SettingReader(environment);
        var port = ReadPort(reader);
        var cluster = ReadCluster(reader);
        var storage = ClusterStorageReader.Read(reader);
        var topic = NoticeTopicReader.Read(reader);
        var hashes = TokenHashesReader.Read(reader);
        var insights = InsightsReader.Read(reader);
        return reader.Problems.Count > 0
            ? new AppSettingsOutcome.Refused(reader.Problems)
            : new AppSettingsOutcome.Usable(new AppSettings(port!.Value, cluster!, storage!, topic!, hashes!, insights));
    }

    private static int? ReadPort(SettingReader reader)
    {
        if (reader.Required(Port, "the port on which the Functions host expects its handler, set by that host") is not { } value)
        {
            return null;
        }

        if (ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0)
        {
            return port;
        }

        reader.Refuse(Port, "not a port from 1 to 65535.");
        return null;
    }

    private static string? ReadCluster(SettingReader reader)
    {
        if (reader.Required(Name, "the name of the cluster's table, blob container and queue") is not { } value)
        {
            return null;
        }

        if (!NamePattern().IsMatch(value) || value.Length > NameLengthMax || value == "tables")
        {
            reader.Refuse(Name, $"not 3 to {NameLengthMax} lower-case letters and digits, a letter first, other than \"tables\".");
            return null;
        }

        return value;
    }

    [GeneratedRegex("^[a-z][a-z0-9]{2,}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
