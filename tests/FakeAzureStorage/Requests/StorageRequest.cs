namespace CloudOrchestrator.FakeAzureStorage.Requests;

/// <summary>A request as it is on the wire.</summary>
/// <param name="Instance">Which client sent it.</param>
internal sealed record StorageRequest(
    string Instance, string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
