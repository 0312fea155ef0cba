namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>What an applied configuration changes of other managers' fields.</summary>
/// <param name="ByManager">The managers and those of their fields that would change.</param>
internal sealed record ApplyConflicts(IReadOnlyList<(ManagedEntry Entry, FieldTree Fields)> ByManager)
{
    /// <summary>What the others hold of the fields that change.</summary>
    /// <param name="others">Their entries.</param>
    /// <param name="changed">The fields that change, as an entry names them.</param>
    public static ApplyConflicts Between(IEnumerable<ManagedEntry> others, Func<ManagedEntry, FieldTree> changed) =>
        new([.. others.Select(entry => (entry, Fields: entry.Fields.Intersect(changed(entry)))).Where(conflict => !conflict.Fields.IsEmpty)]);

    public bool IsEmpty => ByManager.Count == 0;

    /// <summary>Those that are about other fields.</summary>
    public ApplyConflicts Except(FieldTree fields) => new([.. ByManager.Select(conflict => (conflict.Entry, Fields: conflict.Fields.Except(fields))).Where(conflict => !conflict.Fields.IsEmpty)]);

    /// <summary>The refusal that names them.</summary>
    /// <param name="apiVersion">The version to show for managers that update; null for their own.</param>
    public Refusal.ApplyConflict ToRefusal(string? apiVersion)
    {
        var sorted = ByManager.OrderBy(conflict => conflict.Entry.Identity).ToList();
        var causes = sorted
            .SelectMany(conflict => conflict.Fields.Paths().Select(path => new FieldError("FieldManagerConflict", path, $"conflict with {conflict.Entry.Shown(apiVersion)}")))
            .ToList();
        return new Refusal.ApplyConflict(Message(sorted, causes, apiVersion), causes);
    }

    private static string Message(IReadOnlyList<(ManagedEntry Entry, FieldTree Fields)> sorted, IReadOnlyList<FieldError> causes, string? apiVersion)
    {
        if (causes is [var only])
        {
            return $"Apply failed with 1 conflict: {only.Message}: {only.Field}";
        }

        var lines = sorted.SelectMany(conflict => conflict.Fields.Paths().Select(path => $"- {path}").Prepend($"conflicts with {conflict.Entry.Shown(apiVersion)}:"));
        return $"Apply failed with {causes.Count} conflicts: {string.Join('\n', lines)}";
    }
}
