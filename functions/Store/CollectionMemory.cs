namespace CloudOrchestrator.Store;

/// <summary>What a collection holds in memory.</summary>
/// <param name="Collection">Its name.</param>
/// <param name="Objects">How many objects it has.</param>
/// <param name="HistoryBytes">Bytes that only the changes kept for readers of the last minutes hold alive, about.</param>
public sealed record CollectionMemory(string Collection, int Objects, long HistoryBytes);
