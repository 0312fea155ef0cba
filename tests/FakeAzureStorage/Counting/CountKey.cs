using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Counting;

/// <summary>Requests are counted by who sent them, what they ask for, and of which table or container.</summary>
internal readonly record struct CountKey(string Instance, RequestKind Kind, string? Place);
