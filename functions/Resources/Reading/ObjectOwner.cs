namespace CloudOrchestrator.Resources.Reading;

/// <summary>An entry of <c>metadata.ownerReferences</c>; a part that is missing is empty.</summary>
/// <param name="ApiVersion">The owner's apiVersion.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="IsController">Whether it is the one that manages the object.</param>
/// <param name="BlocksDeletion">Whether it waits for the object's end where it is deleted in the foreground.</param>
public sealed record ObjectOwner(string ApiVersion, string Kind, string Name, string Uid, bool IsController, bool BlocksDeletion);
