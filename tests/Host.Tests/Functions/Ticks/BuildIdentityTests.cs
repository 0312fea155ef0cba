using System.Reflection;
using CloudOrchestrator.Host.Functions.Ticks;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Ticks;

public sealed class BuildIdentityTests
{
    [Fact]
    public void Modules_OfTheApp_AreEveryAssemblyOfOursButTheSingleMachinesStore() => Assert.Equal(
        Own().Where(name => name != "CloudOrchestrator.Store.Sqlite").Order(StringComparer.Ordinal),
        BuildIdentity.Modules.Select(module => module.Assembly.GetName().Name!).Order(StringComparer.Ordinal));

    [Fact]
    public void Of_AnyModuleIsAnother_IsAnother()
    {
        Guid[] modules = [.. Enumerable.Range(1, 8).Select(number => new Guid(number, 0, 0, new byte[8]))];
        var identity = BuildIdentity.Of(modules);

        Assert.Equal(identity, BuildIdentity.Of(modules.Reverse()));
        for (var at = 0; at < modules.Length; at++)
        {
            Guid[] other = [.. modules];
            other[at] = new Guid(100, 0, 0, new byte[8]);
            Assert.NotEqual(identity, BuildIdentity.Of(other));
        }

        Assert.DoesNotContain(' ', BuildIdentity.Current);
    }

    /// <summary>The program, and what of ours it leans on.</summary>
    private static HashSet<string> Own()
    {
        var next = new Queue<Assembly>([typeof(BuildIdentity).Assembly]);
        var names = new HashSet<string> { next.Peek().GetName().Name! };
        while (next.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("CloudOrchestrator.", StringComparison.Ordinal) && names.Add(name.Name)))
            {
                next.Enqueue(Assembly.Load(name));
            }
        }

        return names;
    }
}
