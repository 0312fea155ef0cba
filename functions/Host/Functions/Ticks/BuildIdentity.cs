using System.Reflection;
using System.Security.Cryptography;

namespace CloudOrchestrator.Host.Functions.Ticks;

/// <summary>Tells one build of the app from another, whichever of its own assemblies changed.</summary>
internal static class BuildIdentity
{
    private const string OwnPrefix = "CloudOrchestrator.";

    /// <summary>This build's. A build is deterministic: what is built once more from the same sources in the same place has the same.</summary>
    public static string Current { get; } = Of(Own(typeof(BuildIdentity).Assembly).Select(assembly => assembly.ManifestModule.ModuleVersionId));

    /// <summary>The identity of a build with these modules, in any order.</summary>
    public static string Of(IEnumerable<Guid> modules) =>
        Convert.ToHexStringLower(SHA256.HashData([.. modules.Order().SelectMany(module => module.ToByteArray())]))[..32];

    /// <summary>An assembly, and those of ours that it leans on. Nearly all are loaded by then.</summary>
    public static IReadOnlyCollection<Assembly> Own(Assembly root)
    {
        var found = new Dictionary<string, Assembly>(StringComparer.Ordinal) { [root.GetName().Name!] = root };
        var next = new Queue<Assembly>([root]);
        while (next.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith(OwnPrefix, StringComparison.Ordinal) && !found.ContainsKey(name.Name)))
            {
                next.Enqueue(found[name.Name!] = Assembly.Load(name));
            }
        }

        return found.Values;
    }
}
