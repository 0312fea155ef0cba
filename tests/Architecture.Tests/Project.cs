using System.Xml.Linq;

namespace CloudOrchestrator.Architecture.Tests;

/// <summary>A project that is shipped, as its project file and its assembly state it.</summary>
internal sealed class Project
{
    private readonly XElement _content;

    public Project(string path)
    {
        Path = path;
        Name = System.IO.Path.GetFileNameWithoutExtension(path);
        Side = Repository.Relative(path).Split('/')[0];
        _content = XElement.Load(path);
    }

    public string Path { get; }

    /// <summary>Such as <c>Store.Sqlite</c>.</summary>
    public string Name { get; }

    /// <summary><c>functions</c> or <c>agent</c>.</summary>
    public string Side { get; }

    public IEnumerable<string> ReferencedProjects => Includes("ProjectReference").Select(include => System.IO.Path.GetFileNameWithoutExtension(include));

    public IEnumerable<string> ReferencedPackages => Includes("PackageReference");

    public string AssemblyPath =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "bin", Repository.Configuration, "net10.0", $"CloudOrchestrator.{Name}.dll");

    public override string ToString() => Name;

    private IEnumerable<string> Includes(string element) =>
        _content.Descendants(element).Select(reference => reference.Attribute("Include")?.Value).OfType<string>();
}
