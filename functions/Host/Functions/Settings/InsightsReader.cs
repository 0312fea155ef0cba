using System.Data.Common;

namespace CloudOrchestrator.Host.Functions.Settings;

/// <summary>Reads where measurements go, from the two settings that the platform itself reads for its own.</summary>
/// <remarks>Source: app settings reference for Azure Functions.</remarks>
internal static class InsightsReader
{
    public const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    public const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    private const string Key = "InstrumentationKey";
    private const string Endpoint = "IngestionEndpoint";

    /// <summary>The resource; null where none is set, or a setting is wrong.</summary>
    public static Insights? Read(SettingReader reader)
    {
        var connection = ReadConnection(reader);
        var (usesIdentity, clientId) = ReadAuthentication(reader);
        if (usesIdentity && !reader.Has(ConnectionString))
        {
            reader.Refuse(Authentication, $"set without {ConnectionString}.");
        }

        return connection is null ? null : new Insights(connection, usesIdentity, clientId);
    }

    private static string? ReadConnection(SettingReader reader)
    {
        if (reader.Optional(ConnectionString) is not { } value)
        {
            return null;
        }

        if (Parts(value) is not { } parts || !parts.TryGetValue(Key, out var key) || !Guid.TryParse(key as string, out _))
        {
            reader.Refuse(ConnectionString, $"not the connection string of an Application Insights resource, {Key}=...;{Endpoint}=https://...");
            return null;
        }

        if (parts.TryGetValue(Endpoint, out var address) && !IsEndpoint(address as string))
        {
            reader.Refuse(ConnectionString, $"its {Endpoint} is not an https:// address.");
            return null;
        }

        return value;
    }

    private static bool IsEndpoint(string? value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && (address.Scheme == "https" || (address.Scheme == "http" && SettingReader.IsLocal(address)));

    private static (bool UsesIdentity, string? ClientId) ReadAuthentication(SettingReader reader)
    {
        if (reader.Optional(Authentication) is not { } value)
        {
            return (false, null);
        }

        var parts = Parts(value);
        object? client = null;
        if (parts is null || !parts.TryGetValue("Authorization", out var authorization) || authorization as string != "AAD"
            || (parts.TryGetValue("ClientId", out client) && !Guid.TryParseExact(client as string, "D", out _)))
        {
            reader.Refuse(Authentication, "neither Authorization=AAD nor Authorization=AAD;ClientId=00000000-0000-0000-0000-000000000000.");
            return (false, null);
        }

        return (true, client as string);
    }

    private static DbConnectionStringBuilder? Parts(string value)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = value };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
