namespace CloudOrchestrator.Resources.Schema;

/// <summary>The schema of one type of the API, such as PodSpec.</summary>
/// <param name="name">The full name, such as <c>k8s.io.api.core.v1.PodSpec</c>.</param>
public sealed class TypeSchema(string name)
{
    /// <summary>The full name, such as <c>k8s.io.api.core.v1.PodSpec</c>.</summary>
    public string Name { get; } = name;
}
