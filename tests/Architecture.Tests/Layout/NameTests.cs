using System.Text.RegularExpressions;

namespace CloudOrchestrator.Architecture.Tests.Layout;

public partial class NameTests
{
    /// <summary>The API's own word for whoever writes fields: <c>metadata.managedFields[].manager</c>.</summary>
    private const string KubernetesWord = "FieldManager";

    [Fact]
    public void Types_Names_SayWhatTheyAre()
    {
        var offending =
            from path in SourceFiles()
            from Match declaration in TypeDeclaration().Matches(File.ReadAllText(path))
            let name = declaration.Groups["name"].Value
            where IsEmptyWord().IsMatch(name) && !name.Contains(KubernetesWord, StringComparison.Ordinal)
            select $"{Repository.Relative(path)}: {name} says nothing of what it does; name the role.";

        Offences.AssertNone(offending);
    }

    [Fact]
    public void Folders_Names_SayWhatTheyHold()
    {
        var offending = SourceFiles()
            .Select(path => Repository.Relative(Path.GetDirectoryName(path)!))
            .Distinct()
            .Where(folder => folder.Split('/').Any(part => IsEmptyWord().IsMatch(part)));

        Offences.AssertNone(offending);
    }

    private static IEnumerable<string> SourceFiles() => new[] { "functions", "agent", "tests" }.SelectMany(folder => Repository.Files(folder, "*.cs"));

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|file|static|sealed|abstract|readonly|partial|ref)\s+)*(?:class|record struct|record class|record|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex("(?:Managers?|Helpers?|Utils?|Utilit(?:y|ies)|Common)$")]
    private static partial Regex IsEmptyWord();
}
