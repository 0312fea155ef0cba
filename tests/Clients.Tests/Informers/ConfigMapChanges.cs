using k8s;
using k8s.Models;

namespace CloudOrchestrator.Clients.Tests.Informers;

/// <summary>Changes ConfigMaps, and notes each as an informer is to see it.</summary>
/// <param name="client">A connection that does not break.</param>
/// <param name="ns">The namespace.</param>
internal sealed class ConfigMapChanges(Kubernetes client, string ns)
{
    private readonly List<string> _all = [];

    /// <summary>Label that all of them have.</summary>
    private static readonly Dictionary<string, string> Labels = new() { ["seen"] = "yes" };

    /// <summary>Such as "add NAME REVISION", "update NAME REVISION", "delete NAME".</summary>
    public IReadOnlyList<string> All => _all;

    public string Last => _all[^1];

    public async Task CreateAsync(string name)
    {
        var made = await client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = name, Labels = Labels } }, ns, cancellationToken: TestContext.Current.CancellationToken);
        _all.Add($"add {name} {made.ResourceVersion()}");
    }

    public async Task UpdateAsync(string name)
    {
        var patch = new V1Patch($$$"""{"data":{"change":"{{{_all.Count}}}"}}""", V1Patch.PatchType.MergePatch);
        var changed = await client.CoreV1.PatchNamespacedConfigMapAsync(patch, name, ns, cancellationToken: TestContext.Current.CancellationToken);
        _all.Add($"update {name} {changed.ResourceVersion()}");
    }

    public async Task DeleteAsync(string name)
    {
        await client.CoreV1.DeleteNamespacedConfigMapAsync(name, ns, cancellationToken: TestContext.Current.CancellationToken);
        _all.Add($"delete {name}");
    }
}
