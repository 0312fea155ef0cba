using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers;

/// <summary>What a controller makes of the outcomes of its writes: whoever woke it is told of a failure, and wakes it again.</summary>
internal static class Outcomes
{
    private const string NamespaceTerminating = "NamespaceTerminating";

    /// <summary>Why a create or an update did not get through; null where it did, or where there is nothing left to be done: the object is gone, or
    /// there already, or its namespace is going.</summary>
    public static string? Failure(ResourceOutcome outcome) => outcome switch
    {
        ResourceOutcome.Refused { Refusal: Refusal.NotFound or Refusal.AlreadyExists or Refusal.Forbidden { Cause: NamespaceTerminating } } => null,
        ResourceOutcome.Refused refused => refused.Refusal.ToString(),
        _ => null,
    };

    /// <summary>Why a deletion of the object with a uid did not get through; null where it did, or where the object is gone.</summary>
    public static string? FailureOfDelete(ResourceOutcome outcome) =>
        outcome is ResourceOutcome.Refused { Refusal: Refusal.Conflict } ? null : Failure(outcome);

    /// <summary>The first failure, or null.</summary>
    public static string? First(IEnumerable<string?> failures) => failures.FirstOrDefault(failure => failure is not null);
}
