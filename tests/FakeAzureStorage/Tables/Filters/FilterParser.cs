using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Filters;

/// <summary>Reads a <c>$filter</c>: comparisons of a property with a constant, joined by and, or, not and parentheses.</summary>
internal sealed class FilterParser
{
    private readonly FilterScanner _scanner;
    private FilterToken _next;

    private FilterParser(string text)
    {
        _scanner = new FilterScanner(text);
        _next = _scanner.Read();
    }

    public static Filter Parse(string text)
    {
        var parser = new FilterParser(text);
        var filter = parser.ReadOr();
        return parser._next.Kind == FilterTokenKind.End ? filter : throw Unexpected(parser._next);
    }

    private Filter ReadOr()
    {
        var left = ReadAnd();
        while (TakeWord("or"))
        {
            left = new OrFilter(left, ReadAnd());
        }

        return left;
    }

    private Filter ReadAnd()
    {
        var left = ReadUnary();
        while (TakeWord("and"))
        {
            left = new AndFilter(left, ReadUnary());
        }

        return left;
    }

    private Filter ReadUnary()
    {
        if (TakeWord("not"))
        {
            return new NotFilter(ReadUnary());
        }

        if (_next.Kind == FilterTokenKind.Open)
        {
            Take(FilterTokenKind.Open);
            var inner = ReadOr();
            Take(FilterTokenKind.Close);
            return inner;
        }

        return ReadComparison();
    }

    private ComparisonFilter ReadComparison()
    {
        var property = Take(FilterTokenKind.Word).Text;
        var comparison = Take(FilterTokenKind.Word) switch
        {
            { Text: "eq" } => ComparisonOperator.Equal,
            { Text: "ne" } => ComparisonOperator.NotEqual,
            { Text: "gt" } => ComparisonOperator.GreaterThan,
            { Text: "ge" } => ComparisonOperator.GreaterThanOrEqual,
            { Text: "lt" } => ComparisonOperator.LessThan,
            { Text: "le" } => ComparisonOperator.LessThanOrEqual,
            var other => throw Unexpected(other),
        };
        return new ComparisonFilter(property, comparison, Take(FilterTokenKind.Constant).Value!);
    }

    private bool TakeWord(string word)
    {
        if (_next.Kind != FilterTokenKind.Word || _next.Text != word)
        {
            return false;
        }

        _next = _scanner.Read();
        return true;
    }

    private FilterToken Take(FilterTokenKind kind)
    {
        var token = _next;
        if (token.Kind != kind)
        {
            throw Unexpected(token);
        }

        _next = _scanner.Read();
        return token;
    }

    private static RefusedException Unexpected(FilterToken token) => new(TableErrors.Syntax($"'{token.Text}' of the filter"));
}
