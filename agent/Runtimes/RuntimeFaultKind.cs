namespace CloudOrchestrator.Runtimes;

/// <summary>Why a container engine did not do what it was asked.</summary>
public enum RuntimeFaultKind
{
    /// <summary>What the call names is not there (any more).</summary>
    NotFound,

    /// <summary>The engine answered no: the same call would fail again.</summary>
    Refused,

    /// <summary>The engine does not answer; the call may or may not have had its effect.</summary>
    Unreachable,
}
