namespace CloudOrchestrator.Resources.Reactors;

/// <summary>One key of one reactor that is to be reconciled.</summary>
/// <param name="Reactor">The reactor's <see cref="IReactor.Name"/>.</param>
/// <param name="Key">The key as that reactor reads it.</param>
public sealed record Wake(string Reactor, string Key);
