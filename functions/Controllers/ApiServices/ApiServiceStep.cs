namespace CloudOrchestrator.Controllers.ApiServices;

/// <summary>What is to be done to an API service.</summary>
internal enum ApiServiceStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Make it.</summary>
    Create,

    /// <summary>Give it the spec that is wanted.</summary>
    Update,

    /// <summary>Take it away.</summary>
    Delete,
}
