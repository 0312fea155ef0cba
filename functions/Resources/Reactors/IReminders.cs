namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Has a key looked at again later, though this process be gone by then.</summary>
public interface IReminders
{
    /// <summary>Ends once the reminder is kept durably. It comes at least once, not before its time is up.</summary>
    /// <param name="wake">Whom to remind.</param>
    /// <param name="after">When, from now; above zero, of any length.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task RemindAsync(Wake wake, TimeSpan after, CancellationToken cancellationToken);
}
