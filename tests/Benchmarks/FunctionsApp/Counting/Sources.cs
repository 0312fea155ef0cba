namespace CloudOrchestrator.FunctionsApp.Counting;

/// <summary>Who sends requests to the storage account, beside the app's scale groups, which are named as the platform names them.</summary>
internal static class Sources
{
    /// <summary>Agents, at their rows.</summary>
    public const string Nodes = "nodes";

    /// <summary>The platform's looks at the queue for the app. What it keeps in the account for timers and hosts the double keeps in files.</summary>
    public const string Platform = "platform";

    /// <summary>What this program measures storage by.</summary>
    public const string Baseline = "baseline";

    public static readonly string[] ScaleGroups = ["http", "function:Tick", "function:Delayed"];
}
