namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>The version of the Functions host that this double follows.</summary>
internal static class HostVersion
{
    public const string Number = "4.1037.0.0";
}
