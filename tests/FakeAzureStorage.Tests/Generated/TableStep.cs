using Azure.Data.Tables;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Generated;

/// <summary>One generated operation on a table of few rows.</summary>
public abstract record TableStep
{
    public sealed record Get(string Row) : TableStep;

    public sealed record Query(string From, string To, int PageRows) : TableStep;

    public sealed record Change(RowChange Row) : TableStep;

    public sealed record Transaction(IReadOnlyList<RowChange> Rows) : TableStep
    {
        public override string ToString() => $"Transaction({string.Join(", ", Rows)})";
    }

    /// <summary>A write of a row, with the ETag that the tag says where one can go with it.</summary>
    public sealed record RowChange(TableTransactionActionType Type, string Row, int Value, TagKind Tag);
}
