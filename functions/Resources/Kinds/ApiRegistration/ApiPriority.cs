namespace CloudOrchestrator.Resources.Kinds.ApiRegistration;

/// <summary>Where a version of a group stands among the others: higher comes first.</summary>
/// <param name="Group">Of the group.</param>
/// <param name="Version">Of the version in its group.</param>
public sealed record ApiPriority(int Group, int Version);
