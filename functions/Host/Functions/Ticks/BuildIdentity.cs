using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using CloudOrchestrator.ApiServer;
using CloudOrchestrator.Controllers;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Scheduler;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.AzureTables;

namespace CloudOrchestrator.Host.Functions.Ticks;

/// <summary>Tells one build of the app from another, whichever of its own assemblies changed.</summary>
internal static class BuildIdentity
{
    /// <summary>The modules of the app, by a type of each: they are loaded by then, so that this costs a tick next to nothing. The store of the single machine is not used here.</summary>
    public static IReadOnlyList<Module> Modules { get; } =
    [
        typeof(BuildIdentity).Module,
        typeof(ApiServerOptions).Module,
        typeof(ControllerServices).Module,
        typeof(SchedulerServices).Module,
        typeof(ResourceServices).Module,
        typeof(StoreServices).Module,
        typeof(AzureTablesOptions).Module,
    ];

    /// <summary>This build's. A build is deterministic: what is built once more from the same sources in the same place has the same.</summary>
    public static string Current { get; } = Of(Modules.Select(module => module.ModuleVersionId));

    /// <summary>The identity of a build with modules of these versions, in any order. They are hashes already, so that their sum is as good as one.</summary>
    public static string Of(IEnumerable<Guid> versions)
    {
        Span<byte> bytes = stackalloc byte[16];
        UInt128 sum = 0;
        foreach (var version in versions)
        {
            version.TryWriteBytes(bytes);
            sum += BinaryPrimitives.ReadUInt128LittleEndian(bytes);
        }

        return sum.ToString("x32", CultureInfo.InvariantCulture);
    }
}
