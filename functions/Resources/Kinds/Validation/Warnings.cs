namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Puts together what writers are warned of.</summary>
internal static class Warnings
{
    /// <summary>What several rules warn of, in the order of the rules. Those that warn of nothing, as most do, cost next to nothing.</summary>
    public static IEnumerable<string> All(params ReadOnlySpan<IEnumerable<string>> rules)
    {
        IEnumerable<string> all = [];
        foreach (var rule in rules)
        {
            all = IsNone(rule) ? all : IsNone(all) ? rule : all.Concat(rule);
        }

        return all;
    }

    private static bool IsNone(IEnumerable<string> warnings) => warnings is string[] { Length: 0 };
}
