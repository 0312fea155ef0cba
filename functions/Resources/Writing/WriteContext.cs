using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>The circumstances of a write that every step of the write path sees.</summary>
public sealed record WriteContext
{
    /// <summary>Most warnings kept, more than any answer sends: a hostile body could bring any number.</summary>
    private const int WarningsMax = 64;

    /// <summary>Who writes.</summary>
    public required UserInfo User { get; init; }

    /// <summary>The name under which changed fields are recorded in managedFields; at most 128 characters.</summary>
    public required string FieldManager { get; init; }

    /// <summary>The subresource written; <see cref="Subresource.None"/> for the object itself.</summary>
    public Subresource Subresource { get; init; } = Subresource.None;

    /// <summary>The kind as it is in the version written, where that is not the stored one; null where it is.</summary>
    internal ResourceKind? Through { get; init; }

    /// <summary>Whether to do everything but commit.</summary>
    public bool DryRun { get; init; }

    /// <summary>What a dry run takes for there.</summary>
    public Rehearsal Rehearsal { get; init; } = Rehearsal.None;

    /// <summary>Identifies the request in the audit trail; empty for none.</summary>
    public string AuditId { get; init; } = "";

    /// <summary>Warnings to send back with the answer.</summary>
    public IList<string> Warnings { get; init; } = [];

    /// <summary>Adds warnings that are not there yet: a write that is prepared again says the same.</summary>
    public void Warn(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            if (Warnings.Count >= WarningsMax)
            {
                return;
            }

            if (!Warnings.Contains(warning))
            {
                Warnings.Add(warning);
            }
        }
    }

    /// <summary>The context of a controller: its service account and a field manager of the same name.</summary>
    public static WriteContext Controller(string name, Subresource subresource = Subresource.None) =>
        new() { User = UserInfo.Controller(name), FieldManager = name, Subresource = subresource };
}
