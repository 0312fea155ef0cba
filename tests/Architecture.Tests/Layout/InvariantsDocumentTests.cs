using System.Text.RegularExpressions;

namespace CloudOrchestrator.Architecture.Tests.Layout;

/// <summary>The document that names the tests of what the store promises names tests that exist.</summary>
public sealed partial class InvariantsDocumentTests
{
    /// <summary>The promises themselves.</summary>
    private const int Invariants = 6;

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "invariants.md"));

    private static readonly ILookup<string, string> Sources = Repository.Files("tests", "*.cs")
        .Select(File.ReadAllText)
        .SelectMany(text => ClassPattern().Matches(text).Select(match => (Name: match.Groups[1].Value, Text: text)))
        .ToLookup(source => source.Name, source => source.Text);

    public static TheoryData<string> Named => [.. Lines.SelectMany(line => NamePattern().Matches(line)).Select(match => match.Groups[1].Value).Where(name => name != "Class.Method").Distinct()];

    [Theory]
    [MemberData(nameof(Named))]
    public void Document_TestThatItNames_Exists(string name)
    {
        var (type, method) = (name.Split('.')[0], name.Split('.')[1]);
        Assert.Contains(Sources[type], text => method == "*"
            ? text.Contains("[Fact]", StringComparison.Ordinal) || text.Contains("[Theory]", StringComparison.Ordinal)
            : Regex.IsMatch(text, $@"\b{method}\("));
    }

    [Fact]
    public void Document_EveryRow_NamesATest()
    {
        var rows = Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)).ToList();
        Assert.All(rows.Where(row => !row.EndsWith("| tests |", StringComparison.Ordinal)), row => Assert.Matches(NamePattern(), row));
        Assert.Equal(Invariants, rows.Count(row => char.IsAsciiDigit(row[2])));
    }

    [GeneratedRegex(@"class (\w+)")]
    private static partial Regex ClassPattern();

    [GeneratedRegex(@"`(\w+\.(?:\w+|\*))`")]
    private static partial Regex NamePattern();
}
