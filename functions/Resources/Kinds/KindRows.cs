namespace CloudOrchestrator.Resources.Kinds;

/// <summary>Short forms for the rows of the tables of kinds.</summary>
internal static class KindRows
{
    /// <summary>Selectable fields that are called by their paths.</summary>
    public static Dictionary<string, string> Fields(params string[] paths) => paths.ToDictionary(path => path);
}
