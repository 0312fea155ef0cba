using System.Globalization;

namespace CloudOrchestrator.Clients.Tests.Kubectl;

/// <summary>The releases of kubectl that are tested: 1.27 to 1.33, and Debian's.</summary>
internal static class Releases
{
    private const int Oldest = 27;
    private const int Newest = 33;

    /// <summary>Such as "1.27".</summary>
    public static IReadOnlyList<string> Numbered { get; } = [.. Enumerable.Range(Oldest, Newest - Oldest + 1).Select(minor => $"1.{minor}")];

    /// <summary>The program of a release. Skips the test on a machine that has none of the numbered ones; where it has others, a missing one fails.</summary>
    public static KubectlBinary Get(string release)
    {
        var (binary, missing) = Find(release);
        Assert.SkipWhen(binary is null && Numbered.All(one => Find(one).Binary is null), missing);
        Assert.True(binary is not null, missing);
        return binary!;
    }

    private static (KubectlBinary? Binary, string Missing) Find(string release) => release == KubectlBinary.DebianName
        ? KubectlBinary.Find(release)
        : KubectlBinary.OfMinor(int.Parse(release[2..], CultureInfo.InvariantCulture));
}
