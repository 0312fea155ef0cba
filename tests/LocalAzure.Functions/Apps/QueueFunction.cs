namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>Called for each message of a storage queue.</summary>
/// <param name="Binding">The name of its data.</param>
/// <param name="Queue">As declared: <c>%NAME%</c> stands for an app setting.</param>
/// <param name="Connection">The app setting that says where the account is.</param>
public sealed record QueueFunction(string Name, string Binding, string Queue, string Connection) : FunctionModel(Name);
