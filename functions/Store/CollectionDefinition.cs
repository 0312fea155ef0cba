namespace CloudOrchestrator.Store;

/// <summary>A collection as its owner declares it.</summary>
/// <param name="Name">The collection's name, such as <c>apps/deployments</c>; fixed for ever, since stored rows carry it.</param>
/// <param name="Indexes">The indexes that readers and write functions use.</param>
public sealed record CollectionDefinition(string Name, IReadOnlyList<IndexDefinition> Indexes);

/// <summary>An index over a collection: each object under none, one or several values.</summary>
/// <param name="Name">The name by which <see cref="CollectionState.ByIndex"/> finds it.</param>
/// <param name="Values">A pure function of the object; the order of its answer does not matter.</param>
public sealed record IndexDefinition(string Name, Func<StoredObject, IEnumerable<string>> Values);
