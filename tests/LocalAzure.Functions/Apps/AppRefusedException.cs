namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>The app is not one that the platform would run, or it uses what this double does not do. The message names the file and the property.</summary>
public sealed class AppRefusedException(string message) : Exception(message);
