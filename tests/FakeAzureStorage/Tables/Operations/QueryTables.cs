using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Tables.Filters;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Operations;

/// <param name="From">The first name of the page, if it is not the first page.</param>
internal sealed record QueryTables(Filter? Filter, int? Top, string? From) : StorageOperation(RequestKind.QueryTables);
