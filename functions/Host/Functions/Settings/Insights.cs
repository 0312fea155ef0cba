namespace CloudOrchestrator.Host.Functions.Settings;

/// <summary>The Application Insights resource that measurements go to.</summary>
/// <param name="ConnectionString">Names the resource and where it takes measurements; it opens nothing by itself.</param>
/// <param name="UsesIdentity">Whether a managed identity is shown.</param>
/// <param name="ClientId">Which one; null for the app's own.</param>
internal sealed record Insights(string ConnectionString, bool UsesIdentity, string? ClientId);
