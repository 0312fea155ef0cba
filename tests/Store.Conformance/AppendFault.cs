namespace CloudOrchestrator.Store.Conformance;

/// <summary>What goes wrong with an append.</summary>
public enum AppendFault
{
    None,

    /// <summary>The request never arrives; its sender does not know.</summary>
    RequestLost,

    /// <summary>The row lands; its sender does not know.</summary>
    AnswerLost,

    /// <summary>The sender does not know; the row lands right before the next append is looked at, whoever sends that.</summary>
    LandsLater,

    /// <summary>The log refuses for a reason of its own, for certain.</summary>
    Rejected,
}
