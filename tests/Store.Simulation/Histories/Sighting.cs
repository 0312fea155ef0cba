namespace CloudOrchestrator.Store.Simulation.Histories;

/// <summary>A change as a watcher saw it.</summary>
/// <param name="Watcher">Who.</param>
/// <param name="After">The revision that it had asked to go on from.</param>
/// <param name="Starts">It had listed anew, so that what it missed before is no gap.</param>
/// <param name="Change">What it saw.</param>
internal sealed record Sighting(string Watcher, long After, bool Starts, LoggedChange Change);
