namespace CloudOrchestrator.Architecture.Tests.Layout;

/// <summary>Which project may lean on which, and which packages stay in which projects.</summary>
internal static class ReferenceTable
{
    private const string Functions = "functions";
    private const string Agent = "agent";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Store"] = [],
        ["Resources"] = ["Store"],
        ["ApiServer"] = ["Resources"],
        ["Scheduler"] = ["Resources"],
        ["Controllers"] = ["Resources"],
        ["Runtimes"] = [],
        ["Doorbells"] = [],
        ["Pods"] = ["Runtimes", "Doorbells", "Volumes"],
        ["NodeApi"] = ["Runtimes", "Doorbells"],
        ["Networking"] = ["Runtimes", "Doorbells"],
        ["Volumes"] = ["Runtimes", "Doorbells"],
    };

    /// <summary>Null if the reference is allowed, else the rule in words.</summary>
    public static string? Objection(Project from, string to, string toSide)
    {
        if (from.Side != toSide)
        {
            return $"{from.Name} is in {from.Side}/ and {to} is in {toSide}/: functions/ and agent/ meet only over HTTP.";
        }

        return from.Name switch
        {
            "Host" when from.Side == Functions => null,
            "Agent" when from.Side == Agent => null,
            _ when from.Name.StartsWith("Store.", StringComparison.Ordinal) =>
                to == "Store" ? null : $"{from.Name} implements the Store's log and may reference Store alone, not {to}.",
            _ when from.Name.StartsWith("Runtimes.", StringComparison.Ordinal) =>
                to == "Runtimes" ? null : $"{from.Name} implements the Runtimes contract and may reference Runtimes alone, not {to}.",
            _ when !Allowed.TryGetValue(from.Name, out var allowed) =>
                $"{from.Name} is not in the reference table: say there what it may reference.",
            _ when Allowed[from.Name].Length == 0 => $"{from.Name} may reference nothing of ours, not {to}.",
            _ when Allowed[from.Name].Contains(to) => null,
            _ => $"{from.Name} may reference {string.Join(", ", Allowed[from.Name])} and nothing else of ours, not {to}.",
        };
    }

    /// <summary>Null if the project may use the package or assembly, else the rule in words.</summary>
    public static string? PackageObjection(string project, string package)
    {
        if (package.StartsWith("Azure.", StringComparison.Ordinal) && project is not ("Store.AzureTables" or "Host"))
        {
            return $"{project} uses {package}: Azure packages stay in Store.AzureTables and Host.";
        }

        var isEngine = package.StartsWith("Docker.DotNet", StringComparison.Ordinal) || package.StartsWith("Grpc.", StringComparison.Ordinal);
        if (isEngine && !project.StartsWith("Runtimes.", StringComparison.Ordinal))
        {
            return $"{project} uses {package}: container engine packages stay in Runtimes.*.";
        }

        var isSqlite = package.StartsWith("Microsoft.Data.Sqlite", StringComparison.Ordinal);
        return isSqlite && project != "Store.Sqlite" ? $"{project} uses {package}: SQLite stays in Store.Sqlite." : null;
    }
}
