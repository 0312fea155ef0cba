namespace CloudOrchestrator.Runtimes.Conformance;

/// <summary>Commands that mean the same on every runtime under test.</summary>
public abstract class TestPrograms
{
    /// <summary>An image that is on the machine.</summary>
    public abstract string Image { get; }

    /// <summary>Ends at once.</summary>
    public abstract IReadOnlyList<string> Exit(int code);

    /// <summary>Goes on until it is asked to end, and then does at once.</summary>
    public abstract IReadOnlyList<string> Sleep { get; }

    /// <summary>Goes on and does not listen when asked to end.</summary>
    public abstract IReadOnlyList<string> Stubborn { get; }

    /// <summary>Writes lines and ends.</summary>
    public abstract IReadOnlyList<string> Print(params string[] lines);

    /// <summary>Cannot be started.</summary>
    public abstract IReadOnlyList<string> Missing { get; }
}
