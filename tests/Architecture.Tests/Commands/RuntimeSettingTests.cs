using System.Text.RegularExpressions;

namespace CloudOrchestrator.Architecture.Tests.Commands;

/// <summary>What scripts and projects set of the runtime's garbage collector has names that it knows: it passes over any other without a word, and letters' case counts.</summary>
public sealed partial class RuntimeSettingTests
{
    [Theory]
    [InlineData("infra/local/cluster.sh")]
    [InlineData("functions/Host/Host.csproj")]
    public void CollectorSettings_HaveNamesThatTheRuntimeKnows(string file)
    {
        var known = GC.GetConfigurationVariables().Keys.ToHashSet(StringComparer.Ordinal);

        var names = Setting().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))).Select(match => $"GC{match.Groups["name"].Value}").ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, known));
    }

    /// <summary>As an environment variable, or as a runtime option.</summary>
    [GeneratedRegex("""DOTNET_GC(?<name>\w+)=|"System\.GC\.(?<name>\w+)" Value""", RegexOptions.IgnoreCase)]
    private static partial Regex Setting();
}
