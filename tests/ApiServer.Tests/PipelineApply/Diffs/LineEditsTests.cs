using CloudOrchestrator.ApiServer.PipelineApply.Diffs;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply.Diffs;

public class LineEditsTests
{
    private static readonly Gen<string[]> Text = Gen.OneOf("a", "b", "c").Array[0, 12];

    [Fact]
    public void Between_AnyTexts_GivesBothBackWithAsFewEditsAsThereCanBe() => Gen.Select(Text, Text).Sample((before, after) =>
    {
        var edits = LineEdits.Between(before, after);
        Assert.Equal(before, edits.Where(edit => edit.Mark != '+').Select(edit => edit.Line));
        Assert.Equal(after, edits.Where(edit => edit.Mark != '-').Select(edit => edit.Line));
        Assert.Equal(before.Length + after.Length - (2 * Longest(before, after)), edits.Count(edit => edit.Mark != ' '));
    }, iter: 50_000, threads: 1);

    [Fact]
    public void Between_TooManyDifferences_ReplacesAll()
    {
        var (before, after) = (Enumerable.Range(0, 5000).Select(line => $"a{line}").ToList(), Enumerable.Range(0, 5000).Select(line => $"b{line}").ToList());
        var edits = LineEdits.Between([.. before, "end"], [.. after, "end"]);
        Assert.Equal(before.Select(line => ('-', line)).Concat(after.Select(line => ('+', line))).Append((' ', "end")), edits);
    }

    [Fact]
    public void Of_DistantChanges_AreParts()
    {
        var before = Enumerable.Range(1, 30).Select(line => $"{line}").ToList();
        var after = before.Select(line => line is "5" or "6" or "25" ? line + "x" : line).Where(line => line != "12").ToList();
        Assert.Equal(
            """
            --- old
            +++ new
            @@ -2,14 +2,13 @@
             2
             3
             4
            -5
            -6
            +5x
            +6x
             7
             8
             9
             10
             11
            -12
             13
             14
             15
            @@ -22,7 +21,7 @@
             22
             23
             24
            -25
            +25x
             26
             27
             28

            """,
            UnifiedDiff.Of("old", before, "new", after));
        Assert.Equal("", UnifiedDiff.Of("old", before, "new", before));
    }

    /// <summary>The length of the longest common subsequence.</summary>
    private static int Longest(string[] before, string[] after)
    {
        var table = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                table[i, j] = before[i] == after[j] ? table[i + 1, j + 1] + 1 : Math.Max(table[i + 1, j], table[i, j + 1]);
            }
        }

        return table[0, 0];
    }
}
