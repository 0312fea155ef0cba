using System.Diagnostics.CodeAnalysis;

namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Why a reconcile did not get through.</summary>
/// <param name="Reason">What and where, for the log.</param>
/// <param name="IsForGood">Whether the same again will be refused again, until somebody changes something: whoever brought the news has done its part,
/// and the key is looked at again only after a long while.</param>
public sealed record ReconcileFailure(string Reason, bool IsForGood = false)
{
    /// <summary>One that may be over at the next attempt.</summary>
    [return: NotNullIfNotNull(nameof(reason))]
    public static implicit operator ReconcileFailure?(string? reason) => reason is null ? null : new ReconcileFailure(reason);

    /// <summary>What a refused write is to the reconcile that sent it.</summary>
    public static ReconcileFailure Of(Refusal refusal) => new(
        refusal.ToString(),
        refusal is Refusal.Invalid or Refusal.Forbidden { IsForNow: false } or Refusal.BadRequest or Refusal.MethodNotAllowed or Refusal.TooLarge);

    /// <inheritdoc/>
    public override string ToString() => Reason;
}
