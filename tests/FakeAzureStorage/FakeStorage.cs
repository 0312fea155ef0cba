using System.Text;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using CloudOrchestrator.FakeAzureStorage.Counting;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Listening;
using CloudOrchestrator.FakeAzureStorage.Transport;

namespace CloudOrchestrator.FakeAzureStorage;

/// <summary>
/// A storage account in this process, for the real Azure clients: they speak their own wire format to it through a transport. It has the
/// limits that Azurite lacks, and every fault that a test asks for.
/// </summary>
public sealed class FakeStorage
{
    private readonly FakeStorageOptions _options;
    private readonly Account _account;
    private readonly RequestCourse _course;

    /// <param name="time">The clock of latencies, timestamps, targets and faults.</param>
    public FakeStorage(TimeProvider time, FakeStorageOptions? options = null)
    {
        _options = options ?? new FakeStorageOptions();
        Faults = new FaultScript(time);
        Counts = new RequestCounts();
        _account = new Account(_options.AccountName, time, _options.Limits, _options.Latency);
        _course = new RequestCourse(time, Faults, Counts, _options.Latency, _account);
    }

    public FaultScript Faults { get; }

    public RequestCounts Counts { get; }

    /// <summary>Requests on their way, that have not landed yet, also those whose clients no longer wait. What a frozen instance holds is not sent.</summary>
    public int Underway => _course.Underway;

    /// <summary>Done when no request is on its way any more.</summary>
    public Task SettledAsync() => _course.SettledAsync();

    public Uri TableEndpoint => _account.TableEndpoint;

    public Uri BlobEndpoint => _account.BlobEndpoint;

    /// <summary>With a key that is as good as any: keys are not checked.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=https;AccountName={_options.AccountName};AccountKey={AnyKey};EndpointSuffix=core.windows.net";

    internal static string AnyKey { get; } = Convert.ToBase64String(Encoding.ASCII.GetBytes("any key is accepted here"));

    /// <summary>What the clients of an instance send through.</summary>
    /// <param name="instance">The name by which faults and counts know it.</param>
    public HttpPipelineTransport CreateTransport(string instance) => new FakeTransport(instance, _course);

    /// <summary>Listens on loopback for one instance that is another process.</summary>
    public Task<FakeStorageListener> ListenAsync(string instance, CancellationToken cancellationToken) =>
        FakeStorageListener.StartAsync(_course, instance, _options.AccountName, cancellationToken);

    /// <summary>A client of an instance that, like the store's, resends nothing by itself.</summary>
    public TableServiceClient CreateTableClient(string instance)
    {
        var options = new TableClientOptions { Transport = CreateTransport(instance) };
        options.Retry.MaxRetries = 0;
        return new TableServiceClient(ConnectionString, options);
    }

    /// <summary>A client of an instance that, like the store's, resends nothing by itself.</summary>
    public BlobServiceClient CreateBlobClient(string instance)
    {
        var options = new BlobClientOptions { Transport = CreateTransport(instance) };
        options.Retry.MaxRetries = 0;
        return new BlobServiceClient(ConnectionString, options);
    }
}
