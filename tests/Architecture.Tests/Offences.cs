namespace CloudOrchestrator.Architecture.Tests;

/// <summary>Says each offence whole; a collection assertion would cut it short.</summary>
internal static class Offences
{
    public static void AssertNone(IEnumerable<string?> offences)
    {
        string[] found = [.. offences.OfType<string>()];
        if (found.Length > 0)
        {
            Assert.Fail(string.Join('\n', found));
        }
    }
}
