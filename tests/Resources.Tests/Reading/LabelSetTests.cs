using CloudOrchestrator.Resources.Reading;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Reading;

/// <summary>Which objects share their labels.</summary>
public sealed class LabelSetTests
{
    private static readonly KeyValuePair<string, string> App = new("app", "web");
    private static readonly KeyValuePair<string, string> Tier = new("tier", "front");

    [Fact]
    public void Of_TheSameLabels_IsOneSet() => Assert.Same(LabelSet.Of([App, Tier]), LabelSet.Of([App, Tier]));

    [Fact]
    public void Of_ManySets_KeepsEachItsLabels()
    {
        // More than the table has room for.
        var sets = Enumerable.Range(0, 3000).Select(number => (Number: $"{number}", Set: LabelSet.Of([App, new("number", $"{number}")]))).ToList();
        Assert.All(sets, one => Assert.Equal([App, new("number", one.Number)], one.Set));
    }
}
