using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers;

/// <summary>What a controller makes of the outcomes of its writes: whoever woke it is told of a failure, and wakes it again.</summary>
internal static class Outcomes
{
    private const string NamespaceTerminating = "NamespaceTerminating";

    /// <summary>Why a create or an update did not get through; null where it did, or where there is nothing left to be done: the object is gone, or
    /// there already, or its namespace is going.</summary>
    public static ReconcileFailure? Failure(ResourceOutcome outcome) => outcome switch
    {
        ResourceOutcome.Refused { Refusal: Refusal.NotFound or Refusal.AlreadyExists or Refusal.Forbidden { Cause: NamespaceTerminating } } => null,
        ResourceOutcome.Refused refused => ReconcileFailure.Of(refused.Refusal),
        _ => null,
    };

    /// <summary>Why a deletion of the object with a uid did not get through; null where it did, or where the object is gone.</summary>
    public static ReconcileFailure? FailureOfDelete(ResourceOutcome outcome) =>
        outcome is ResourceOutcome.Refused { Refusal: Refusal.Conflict } ? null : Failure(outcome);

    /// <summary>The first failure, or null. One that another attempt may get through goes first: that attempt is worth while.</summary>
    public static ReconcileFailure? First(IEnumerable<ReconcileFailure?> failures) => failures.OfType<ReconcileFailure>().OrderBy(failure => failure.IsForGood).FirstOrDefault();
}
