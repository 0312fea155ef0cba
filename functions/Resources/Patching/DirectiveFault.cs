namespace CloudOrchestrator.Resources.Patching;

/// <summary>Ends the walk through a strategic merge patch whose directives make no sense; never leaves <see cref="StrategicMergePatch"/>.</summary>
internal sealed class DirectiveFault(string message, bool isUnprocessable = false) : Exception(message)
{
    public bool IsUnprocessable { get; } = isUnprocessable;
}
