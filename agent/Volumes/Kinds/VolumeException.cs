namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>A volume cannot be made, for a reason that the pod's owner can mend; caught where the pod's volumes are gone through.</summary>
internal sealed class VolumeException(string message) : Exception(message);
