namespace CloudOrchestrator.Runtimes;

/// <summary>What a registry asks of who pulls.</summary>
/// <param name="Server">The registry.</param>
/// <param name="Username">The user.</param>
/// <param name="Password">The password; never logged.</param>
public sealed record RegistryCredentials(string Server, string Username, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Username}@{Server}";
}
