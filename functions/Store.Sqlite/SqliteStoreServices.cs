using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.Store.Sqlite;

/// <summary>Wires the embedded store.</summary>
public static class SqliteStoreServices
{
    /// <summary>Adds the commit log on SQLite. The file is opened, and held, when the log is first asked for.</summary>
    public static IServiceCollection AddSqliteLog(this IServiceCollection services, SqliteOptions options) =>
        services.AddSingleton<ICommitLog>(_ => SqliteCommitLog.Open(options));
}
