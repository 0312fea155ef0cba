using System.Globalization;
using CloudOrchestrator.FakeAzureStorage.Blobs;
using CloudOrchestrator.FakeAzureStorage.Blobs.Wire;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Tables;
using CloudOrchestrator.FakeAzureStorage.Tables.Operations;
using CloudOrchestrator.FakeAzureStorage.Tables.Wire;

namespace CloudOrchestrator.FakeAzureStorage;

/// <summary>The storage account: what it holds, and how it understands and carries out requests, one at a time.</summary>
internal sealed class Account
{
    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly StorageLimits _limits;
    private readonly Throttle _throttle;
    private readonly ServiceClock _clock;
    private readonly TableService _tables;
    private readonly BlobService _blobs;
    private long _answered;

    public Account(string name, TimeProvider time, StorageLimits limits, StorageLatency latency)
    {
        _name = name;
        _limits = limits;
        _throttle = new Throttle(limits, time);
        _clock = new ServiceClock(time);
        TableEndpoint = new Uri($"https://{name}{RequestAddress.TableSuffix}/");
        BlobEndpoint = new Uri($"https://{name}{RequestAddress.BlobSuffix}/");
        _tables = new TableService(limits, latency, _throttle, _clock, TableEndpoint);
        _blobs = new BlobService(limits, _clock, BlobEndpoint);
    }

    public Uri TableEndpoint { get; }

    public Uri BlobEndpoint { get; }

    public StorageOperation Read(StorageRequest request)
    {
        var address = RequestAddress.Of(request.Uri);
        try
        {
            if (address.Service == StorageService.Table && request.Header("Authorization") is null && address.QueryValue("sig") is { Length: > 0 })
            {
                return ReadSigned(request, address);
            }

            CheckCredential(request, address);
            return address.Service == StorageService.Blob
                ? BlobRequestReader.Read(request, address)
                : TableRequestReader.Read(request, address, _limits);
        }
        catch (RefusedException refused)
        {
            return new RefusedOperation(refused.Error, address.Path == "$batch" ? RequestKind.Batch : RequestKind.Unknown, address.Service);
        }
    }

    public StorageAnswer CarryOut(StorageOperation operation, int? pageRows)
    {
        lock (_lock)
        {
            var requestId = NextRequestId();
            return Stamped(requestId, (_throttle.TryTakeRequest(), IsOfBlobs(operation)) switch
            {
                (false, _) => ErrorOf(operation, StorageError.AccountBusy, requestId),
                (true, true) => _blobs.Answer(operation, requestId, pageRows),
                (true, false) => _tables.Answer(operation, requestId, pageRows),
            });
        }
    }

    /// <summary>An error instead of what the service would answer.</summary>
    public StorageAnswer Refuse(StorageOperation operation, StorageError error, int? innerIndex)
    {
        lock (_lock)
        {
            var requestId = NextRequestId();
            return Stamped(requestId, innerIndex is { } index && operation is ChangeEntities
                ? TableAnswers.Batch([TableAnswers.FailedPart(error, index, requestId, _clock.Now)], requestId, failed: true)
                : ErrorOf(operation, error, requestId));
        }
    }

    private StorageAnswer ErrorOf(StorageOperation operation, StorageError error, string requestId) => IsOfBlobs(operation)
        ? BlobAnswers.Error(error, requestId, _clock.Now)
        : TableAnswers.Error(error, requestId, _clock.Now);

    private static bool IsOfBlobs(StorageOperation operation) =>
        operation.Kind.IsOfBlobs() || operation is RefusedOperation { Service: StorageService.Blob };

    private StorageOperation ReadSigned(StorageRequest request, RequestAddress address)
    {
        if (!address.Account.Equals(_name, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException(StorageError.AuthenticationFailed);
        }

        var operation = TableRequestReader.Read(request, address, _limits);
        TableSignature.Check(operation, address, _clock.Now);
        return operation;
    }

    private void CheckCredential(StorageRequest request, RequestAddress address)
    {
        var authorization = request.Header("Authorization") ?? throw new RefusedException(StorageError.NoAuthenticationInformation);
        var isOurs = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            || authorization.StartsWith($"SharedKey {_name}:", StringComparison.Ordinal)
            || authorization.StartsWith($"SharedKeyLite {_name}:", StringComparison.Ordinal);
        if (!isOurs || !address.Account.Equals(_name, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException(StorageError.AuthenticationFailed);
        }
    }

    private string NextRequestId() => string.Create(CultureInfo.InvariantCulture, $"{++_answered:x8}-0000-0000-0000-000000000000");

    private StorageAnswer Stamped(string requestId, StorageAnswer answer) => answer
        .With("x-ms-request-id", requestId)
        .With("x-ms-version", "2020-12-06")
        .With("Date", _clock.Now.ToString("R", CultureInfo.InvariantCulture));
}
