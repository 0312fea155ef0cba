using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CloudOrchestrator.Architecture.Tests.Layout;

public class ReferenceTests
{
    private const string Own = "CloudOrchestrator.";

    [Fact]
    public void ProjectFiles_References_KeepToTheTable()
    {
        var objections = Repository.Projects.SelectMany(project => project.ReferencedProjects.Select(to => Objection(project, to)));

        Offences.AssertNone(objections);
    }

    [Fact]
    public void Assemblies_References_KeepToTheTable()
    {
        var objections =
            from project in Repository.Projects
            from reference in ReferencedAssemblies(project)
            select reference.StartsWith(Own, StringComparison.Ordinal)
                ? Objection(project, reference[Own.Length..])
                : ReferenceTable.PackageObjection(project.Name, reference);

        Offences.AssertNone(objections);
    }

    [Fact]
    public void ProjectFiles_Packages_StayWhereTheyBelong()
    {
        var objections = Repository.Projects.SelectMany(
            project => project.ReferencedPackages.Select(package => ReferenceTable.PackageObjection(project.Name, package)));

        Offences.AssertNone(objections);
    }

    [Theory]
    [InlineData("Store", "Resources", "functions", "Store may reference nothing of ours, not Resources.")]
    [InlineData("Controllers", "Store", "functions", "Controllers may reference Resources and nothing else of ours, not Store.")]
    [InlineData("ApiServer", "Runtimes", "agent", "ApiServer is in functions/ and Runtimes is in agent/: functions/ and agent/ meet only over HTTP.")]
    [InlineData("Store.Sqlite", "Resources", "functions", "Store.Sqlite implements the Store's log and may reference Store alone, not Resources.")]
    public void Objection_ForbiddenReference_SaysTheRule(string from, string to, string toSide, string expected)
    {
        var project = Repository.Projects.Single(candidate => candidate.Name == from);

        Assert.Equal(expected, ReferenceTable.Objection(project, to, toSide));
    }

    [Theory]
    [InlineData("Pods", "Docker.DotNet", "Pods uses Docker.DotNet: container engine packages stay in Runtimes.*.")]
    [InlineData("Resources", "Azure.Data.Tables", "Resources uses Azure.Data.Tables: Azure packages stay in Store.AzureTables and Host.")]
    public void PackageObjection_ForbiddenPackage_SaysTheRule(string project, string package, string expected) =>
        Assert.Equal(expected, ReferenceTable.PackageObjection(project, package));

    private static string? Objection(Project from, string to)
    {
        var target = Repository.Projects.SingleOrDefault(project => project.Name == to);
        return target is null ? $"{from.Name} references {to}, which is not a project below functions/ or agent/." : ReferenceTable.Objection(from, to, target.Side);
    }

    private static List<string> ReferencedAssemblies(Project project)
    {
        using var file = new PEReader(File.OpenRead(project.AssemblyPath));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
