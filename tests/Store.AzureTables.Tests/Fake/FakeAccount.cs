using CloudOrchestrator.FakeAzureStorage;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

/// <summary>A storage account in this process, and logs of several instances on it.</summary>
internal sealed class FakeAccount(TimeProvider time, FakeStorageOptions? options = null)
{
    public FakeStorage Storage { get; } = new(time, options);

    /// <summary>What an instance of this name is configured with.</summary>
    public AzureTablesOptions Options(string instance) => new() { ConnectionString = Storage.ConnectionString, Transport = Storage.CreateTransport(instance) };

    public async Task PrepareAsync() => await AzureTablesServices.PrepareAsync(Options("setup"), time, CancellationToken.None);

    public AzureTablesCommitLog Log(string instance) => new(Account(instance), time, NullLogger<AzureTablesCommitLog>.Instance);

    public StorageAccount Account(string instance) => new(Options(instance), time);
}
