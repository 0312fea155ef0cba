namespace CloudOrchestrator.SingleMachine.Running;

/// <summary>A folder beside the program, gone at the end: a temporary folder may lie in memory.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(AppContext.BaseDirectory, $"data-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
