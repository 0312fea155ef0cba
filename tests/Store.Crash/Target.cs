using CloudOrchestrator.Store.AzureTables;
using CloudOrchestrator.Store.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudOrchestrator.Store.Crash;

/// <summary>The collection that is written to.</summary>
internal static class Target
{
    private static readonly CollectionDefinition Definition = new("crashed", []);

    /// <param name="store"><c>sqlite</c> or <c>azure-tables</c>.</param>
    /// <param name="where">The file, or the connection string.</param>
    public static IDocumentCollection Open(string store, string where)
    {
        var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddStore();
        _ = store == "sqlite"
            ? services.AddSqliteLog(new SqliteOptions { Path = where })
            : services.AddAzureTablesLog(new AzureTablesOptions { ConnectionString = where });
        return services.BuildServiceProvider().GetRequiredService<IDocumentStore>().Collection(Definition);
    }
}
