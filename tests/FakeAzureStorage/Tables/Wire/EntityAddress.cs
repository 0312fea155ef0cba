using System.Text.RegularExpressions;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Wire;

/// <summary>What a path of the table service names: a table, all its entities, or one entity.</summary>
/// <param name="PartitionKey">Null unless it is one entity.</param>
internal sealed partial record EntityAddress(string Table, string? PartitionKey, string? RowKey)
{
    /// <summary>Reads <c>rows</c>, <c>rows()</c> or <c>rows(PartitionKey='p',RowKey='r')</c>.</summary>
    public static EntityAddress Parse(string path)
    {
        var match = Form().Match(Uri.UnescapeDataString(path));
        if (!match.Success)
        {
            throw new RefusedException(TableErrors.Syntax("the path"));
        }

        var keys = match.Groups["pk"];
        return new(match.Groups["table"].Value, keys.Success ? Unquote(keys.Value) : null, keys.Success ? Unquote(match.Groups["rk"].Value) : null);
    }

    /// <summary>The name within <c>Tables('rows')</c>, or null if the path is another.</summary>
    public static string? TableNameIn(string path)
    {
        var match = NamedTable().Match(Uri.UnescapeDataString(path));
        return match.Success ? match.Groups["table"].Value : null;
    }

    private static string Unquote(string value) => value.Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<table>[A-Za-z0-9]+)(?:\((?:PartitionKey='(?<pk>(?:[^']|'')*)',\s*RowKey='(?<rk>(?:[^']|'')*)')?\))?$", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex(@"^Tables\('(?<table>[^']*)'\)$")]
    private static partial Regex NamedTable();
}
