namespace CloudOrchestrator.Agent.Nodes;

/// <summary>The cluster's id, kept so that an agent that starts without the API finds its containers.</summary>
internal static class ClusterIdFile
{
    private const string Name = "cluster-id";

    public static string? Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } id ? id : null;
    }

    public static void Write(string folder, string id)
    {
        Directory.CreateDirectory(folder);
        var next = Path.Combine(folder, Name + ".next");
        File.WriteAllText(next, id + "\n");
        File.Move(next, Path.Combine(folder, Name), overwrite: true);
    }
}
