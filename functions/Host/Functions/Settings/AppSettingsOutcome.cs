namespace CloudOrchestrator.Host.Functions.Settings;

/// <summary>What reading the app settings came to.</summary>
internal abstract record AppSettingsOutcome
{
    private AppSettingsOutcome()
    {
    }

    /// <summary>All can be used.</summary>
    public sealed record Usable(AppSettings Settings) : AppSettingsOutcome;

    /// <summary>Some cannot: a line for each that names the setting and says what is wrong with it, and repeats no value.</summary>
    public sealed record Refused(IReadOnlyList<string> Problems) : AppSettingsOutcome;
}
