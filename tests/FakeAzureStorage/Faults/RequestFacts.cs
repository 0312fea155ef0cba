using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Faults;

/// <summary>What faults are aimed by.</summary>
/// <param name="Instance">Which client sent the request.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="Table">The table, or null.</param>
/// <param name="Partition">The partition, if it is in one alone.</param>
/// <param name="Container">The container, or null.</param>
/// <param name="Blob">The blob, or null.</param>
/// <param name="Entities">Entities that it writes.</param>
/// <param name="BodyBytes">Bytes of its body.</param>
public sealed record RequestFacts(
    string Instance, RequestKind Kind, string? Table, string? Partition, string? Container, string? Blob, int Entities, int BodyBytes);
