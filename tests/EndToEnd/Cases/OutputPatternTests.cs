namespace CloudOrchestrator.EndToEnd.Cases;

[Trait("Store", "Own")]
public class OutputPatternTests
{
    [Theory]
    [InlineData("deployment.apps/web created", "deployment.apps/web created\n", true)]
    [InlineData("deployment.apps/web created", "deployment.apps/web configured\n", false)]
    [InlineData("web-<hash>-<id> 1/1 Running 0 <age> <none>", "web-5d9c7bb6f-x2x4q   1/1     Running   0   2m3s   <none>\n", true)]
    [InlineData("web 3/3 <age>", "web   3/3   3\n", false)]
    [InlineData("", "", true)]
    [InlineData("", "something\n", false)]
    [InlineData("first|...|last", "first\nsecond\nthird\nlast\n", true)]
    [InlineData("first|...|last", "first\nlast\n", true)]
    [InlineData("first|...|last", "first\nsecond\n", false)]
    [InlineData("a.b (c)", "axb (c)\n", false)]
    public void IsMatch_Pattern_DecidesAsWritten(string pattern, string text, bool expected) =>
        Assert.Equal(expected, OutputPattern.IsMatch(pattern.Split('|'), text));
}
