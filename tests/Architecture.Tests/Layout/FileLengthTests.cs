namespace CloudOrchestrator.Architecture.Tests.Layout;

/// <summary>A file past 400 lines has become two things. Those that were longer once are on a list and may only shrink.</summary>
public class FileLengthTests
{
    private const int LinesMax = 400;

    private static readonly string ListPath = Path.Combine(Repository.Root, "tests", "Architecture.Tests", "Layout", "long-files.txt");

    [Fact]
    public void SourceFiles_Length_StaysWithinTheLimit()
    {
        var listed = Listed();
        var offending =
            from folder in new[] { "functions", "agent", "tests" }
            from path in Repository.Files(folder, "*.cs")
            let name = Repository.Relative(path)
            let lines = File.ReadLines(path).Count()
            let most = listed.GetValueOrDefault(name, LinesMax)
            where lines > most
            select $"{name} has {lines} lines, {most} at most: ask what second thing it has become.";

        Offences.AssertNone(offending);
    }

    [Fact]
    public void LongFiles_List_HoldsNothingThatFits()
    {
        var stale = Listed().Keys.Where(name =>
            !File.Exists(Path.Combine(Repository.Root, name)) || File.ReadLines(Path.Combine(Repository.Root, name)).Count() <= LinesMax);

        Offences.AssertNone(stale);
    }

    /// <summary>Lines of <c>path lines</c>.</summary>
    private static Dictionary<string, int> Listed() =>
        File.ReadLines(ListPath)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => int.Parse(parts[1], null));
}
