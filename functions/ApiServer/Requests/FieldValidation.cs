namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>What is done about fields that are unknown or given twice.</summary>
internal enum FieldValidation
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>They are dropped with a warning.</summary>
    Warn,

    /// <summary>The request is refused.</summary>
    Strict,
}
