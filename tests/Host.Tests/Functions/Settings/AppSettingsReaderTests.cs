using CloudOrchestrator.Host.Functions.Settings;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Settings;

public sealed class AppSettingsReaderTests
{
    private const string Missing = "\0";

    [Fact]
    public void Read_LocalSettings_AreUsable()
    {
        var settings = Given.Usable(Given.Local());
        Assert.Equal((8080, "test", "test-reminders", "test-reminders-poison", "/clusters/test"),
            (settings.Port, settings.ClusterName, settings.ReminderQueue, settings.PoisonQueue, settings.EventSource));
        Assert.IsType<ClusterStorage.Local>(settings.Storage);
        Assert.Equal("the topic's key", settings.Topic.Key);
        var user = settings.TokenHashes[Given.Hash];
        Assert.Equal("admin", user.Name);
        Assert.Equal(["system:masters", "system:authenticated"], user.Groups);
    }

    [Fact]
    public void Read_SettingsOfAzure_AreUsable()
    {
        var settings = Given.Usable(Given.InAzure());
        var storage = Assert.IsType<ClusterStorage.InAzure>(settings.Storage);
        Assert.Equal("https://a.queue.core.windows.net/", storage.Queues.ToString());
        Assert.Equal("00000000-0000-0000-0000-000000000001", storage.ClientId);
        Assert.Equal(("00000000-0000-0000-0000-000000000002", null), (settings.Topic.ClientId, settings.Topic.Key));
        Assert.Equal(["system:authenticated"], settings.TokenHashes[Given.Hash].Groups);
    }

    [Theory]
    [InlineData(null, null, false, null)]
    [InlineData("InstrumentationKey=00000000-0000-0000-0000-000000000009", null, false, null)]
    [InlineData("InstrumentationKey=00000000-0000-0000-0000-000000000009;IngestionEndpoint=https://a.in.applicationinsights.azure.com/", "Authorization=AAD", true, null)]
    [InlineData("InstrumentationKey=00000000-0000-0000-0000-000000000009;IngestionEndpoint=http://127.0.0.1:1", "Authorization=AAD;ClientId=00000000-0000-0000-0000-000000000003", true, "00000000-0000-0000-0000-000000000003")]
    public void Read_Insights_AreUsable(string? connection, string? authentication, bool usesIdentity, string? client)
    {
        var settings = Given.InAzure();
        if (connection is not null)
        {
            settings["APPLICATIONINSIGHTS_CONNECTION_STRING"] = connection;
        }

        if (authentication is not null)
        {
            settings["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = authentication;
        }

        var insights = Given.Usable(settings).Insights;
        Assert.Equal((connection, usesIdentity, client), (insights?.ConnectionString, insights?.UsesIdentity ?? false, insights?.ClientId));
    }

    [Fact]
    public void Read_NamesInOtherCase_AreTheSame()
    {
        var settings = Given.InAzure();
        settings.Remove("ClusterName");
        settings["CLUSTERNAME"] = "test";
        Assert.Equal("test", Given.Usable(settings).ClusterName);
    }

    [Theory]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", Missing, "missing")]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", "", "empty")]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", "0", "not a port")]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", "65536", "not a port")]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", "http", "not a port")]
    [InlineData("ClusterName", Missing, "missing")]
    [InlineData("ClusterName", " ", "empty")]
    [InlineData("ClusterName", "ab", "not 3 to 46")]
    [InlineData("ClusterName", "Abc", "not 3 to 46")]
    [InlineData("ClusterName", "a-b-c", "not 3 to 46")]
    [InlineData("ClusterName", "1abc", "not 3 to 46")]
    [InlineData("ClusterName", "tables", "other than \"tables\"")]
    [InlineData("ClusterName", "a23456789012345678901234567890123456789012345678", "not 3 to 46")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "Secret", "not the connection string of")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=Secret", "not the connection string of")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-000000000009;IngestionEndpoint=http://Secret", "not an https:// address")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=AAD", "set without APPLICATIONINSIGHTS_CONNECTION_STRING")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=Secret", "neither Authorization=AAD nor")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=AAD;ClientId=Secret", "neither Authorization=AAD nor")]
    [InlineData("ClusterStorage", Missing, "missing")]
    [InlineData("ClusterStorage", "", "empty")]
    [InlineData("ClusterStorage", "Secret", "not a list of name=value settings")]
    [InlineData("ClusterStorage", "AccountName=a;AccountKey=Secret", "not base64")]
    [InlineData("ClusterStorage", "AccountName=a;AccountKey=SecretAA;EndpointSuffix=core.windows.net", "not on this machine")]
    [InlineData("ClusterStorage", "AccountName=a;AccountKey=SecretAA;TableEndpoint=http://127.0.0.1/a;BlobEndpoint=http://10.0.0.1/a;QueueEndpoint=http://127.0.0.1/a", "not on this machine")]
    [InlineData("ClusterStorage", "AccountName=a;AccountKey=SecretAA;TableEndpoint=http://127.0.0.1/a;BlobEndpoint=http://127.0.0.1/a;QueueEndpoint=http://Secret/a", "not on this machine")]
    [InlineData("ClusterStorage", "AccountName=a;AccountKey=SecretAA;TableEndpoint=http://127.0.0.1/a;BlobEndpoint=http://127.0.0.1/a", "no QueueEndpoint")]
    [InlineData("NoticeTopic__topicEndpointUri", Missing, "missing")]
    [InlineData("NoticeTopic__topicEndpointUri", "", "empty")]
    [InlineData("NoticeTopic__topicEndpointUri", "Secret", "not an https:// address")]
    [InlineData("NoticeTopic__topicEndpointUri", "http://10.0.0.1/api/events", "not an https:// address")]
    [InlineData("NoticeTopic__topicEndpointUri", "https://127.0.0.1/api/events?key=Secret", "more than an address")]
    [InlineData("NoticeTopic__topicKey", "", "empty")]
    [InlineData("ApiTokenHashes", Missing, "missing")]
    [InlineData("ApiTokenHashes", "", "empty")]
    [InlineData("ApiTokenHashes", "{\"Secret", "not JSON")]
    [InlineData("ApiTokenHashes", "[\"Secret\"]", "not a JSON object")]
    [InlineData("ApiTokenHashes", "{}", "no entries")]
    [InlineData("ApiTokenHashes", "{\"Secret\":{\"user\":\"a\"}}", "entry 1 is not named by the 64")]
    [InlineData("ApiTokenHashes", "{\"HASH\":{\"user\":\"\"}}", "entry 1 has no \"user\"")]
    [InlineData("ApiTokenHashes", "{\"HASH\":{\"groups\":[]}}", "entry 1 has no \"user\"")]
    [InlineData("ApiTokenHashes", "{\"HASH\":\"Secret\"}", "entry 1 is not an object")]
    [InlineData("ApiTokenHashes", "{\"HASH\":{\"user\":\"a\",\"groups\":\"Secret\"}}", "\"groups\" that are not a list")]
    [InlineData("ApiTokenHashes", "{\"HASH\":{\"user\":\"a\",\"groups\":[\"\"]}}", "\"groups\" that are not a list")]
    [InlineData("ApiTokenHashes", "{\"HASH\":{\"user\":\"a\"},\"HASH\":{\"user\":\"b\"}}", "entry 2 has the hash of another")]
    public void Read_LocalSettingWrong_NamesItAndWhat(string name, string value, string expected) => Refuses(Given.Local(), name, value, name, expected);

    [Theory]
    [InlineData("ClusterStorage", "UseDevelopmentStorage=true", "ClusterStorage", "set together with ClusterStorage__tableServiceUri")]
    [InlineData("ClusterStorage__tableServiceUri", Missing, "ClusterStorage__tableServiceUri", "missing")]
    [InlineData("ClusterStorage__blobServiceUri", "", "ClusterStorage__blobServiceUri", "empty")]
    [InlineData("ClusterStorage__queueServiceUri", Missing, "ClusterStorage__queueServiceUri", "missing")]
    [InlineData("ClusterStorage__queueServiceUri", "http://127.0.0.1/a", "ClusterStorage__queueServiceUri", "not an https:// address")]
    [InlineData("ClusterStorage__blobServiceUri", "https://a.blob.core.windows.net?sig=Secret", "ClusterStorage__blobServiceUri", "more than an address")]
    [InlineData("ClusterStorage__blobServiceUri", "https://a:Secret@a.blob.core.windows.net", "ClusterStorage__blobServiceUri", "more than an address")]
    [InlineData("ClusterStorage__clientId", "Secret", "ClusterStorage__clientId", "not the client id")]
    [InlineData("ClusterStorage__clientId", "", "ClusterStorage__clientId", "empty")]
    [InlineData("ClusterStorage__credential", "Secret", "ClusterStorage__credential", "not \"managedidentity\"")]
    [InlineData("NoticeTopic__clientId", "Secret", "NoticeTopic__clientId", "not the client id")]
    public void Read_SettingOfAzureWrong_NamesItAndWhat(string name, string value, string named, string expected) => Refuses(Given.InAzure(), name, value, named, expected);

    [Fact]
    public void Read_KeyForATopicElsewhere_IsRefused()
    {
        var settings = Given.InAzure();
        settings.Remove("NoticeTopic__clientId");
        Refuses(settings, "NoticeTopic__topicKey", "Secret", "NoticeTopic__topicKey", "only for a topic on this machine");
    }

    [Fact]
    public void Read_KeyAndIdentityForATopic_IsRefused() =>
        Refuses(Given.Local(), "NoticeTopic__clientId", "00000000-0000-0000-0000-000000000002", "NoticeTopic__topicKey", "set together with NoticeTopic__clientId");

    [Fact]
    public void Read_NothingSet_NamesAllThatIsMissing()
    {
        var problems = Assert.IsType<AppSettingsOutcome.Refused>(AppSettingsReader.Read([])).Problems;
        Assert.Equal(
            ["FUNCTIONS_CUSTOMHANDLER_PORT", "ClusterName", "ClusterStorage", "NoticeTopic__topicEndpointUri", "ApiTokenHashes"],
            problems.Select(problem => problem.Split(':')[0]));
    }

    [Fact]
    public void ToString_OfSettings_HoldsNoSecret()
    {
        var text = Given.Usable(Given.Local()).ToString();
        Assert.DoesNotContain("the topic's key", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Zm9v", text, StringComparison.Ordinal);
    }

    private static void Refuses(Dictionary<string, string> settings, string name, string value, string named, string expected)
    {
        settings[name] = value.Replace("HASH", Given.Hash, StringComparison.Ordinal);
        if (value == Missing)
        {
            settings.Remove(name);
        }

        var problem = Assert.Single(Assert.IsType<AppSettingsOutcome.Refused>(AppSettingsReader.Read(settings)).Problems);
        Assert.StartsWith($"{named}: ", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }
}
