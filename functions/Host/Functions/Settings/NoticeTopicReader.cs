namespace CloudOrchestrator.Host.Functions.Settings;

/// <summary>Reads where notices are published.</summary>
internal static class NoticeTopicReader
{
    private const string Endpoint = "NoticeTopic__topicEndpointUri";
    private const string Key = "NoticeTopic__topicKey";
    private const string ClientId = "NoticeTopic__clientId";

    /// <summary>The topic; null where a setting is wrong.</summary>
    public static NoticeTopic? Read(SettingReader reader)
    {
        var hasKey = reader.Has(Key);
        var endpoint = reader.Address(Endpoint, "the address of the Event Grid topic that notices go to", mayBeLocal: hasKey);
        var key = reader.Optional(Key);
        var clientId = reader.ClientId(ClientId);
        if (hasKey && reader.Has(ClientId))
        {
            reader.Refuse(Key, $"set together with {ClientId}; set one or the other.");
        }

        if (hasKey && endpoint is not null && !SettingReader.IsLocal(endpoint))
        {
            reader.Refuse(Key, "only for a topic on this machine; publish to one in Azure with an identity.");
        }

        return endpoint is null ? null : new NoticeTopic(endpoint, key, clientId);
    }
}
