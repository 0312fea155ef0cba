using System.Diagnostics;

namespace CloudOrchestrator.EndToEnd.Commands;

/// <summary>./up where no container engine answers: it starts one, starts it again when that crashes, and leaves nothing behind.</summary>
[Trait("Category", "Containers")]
[Trait("Store", "Own")]
public class OwnEngineTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("ctrl-c")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Up_EngineOfItsOwn_SurvivesItsCrashAndLeavesNothing(string ending)
    {
        Assert.SkipUnless((await Command.ShellAsync("command -v dockerd")).ExitCode == 0, "dockerd is missing: the engine on this machine is of another kind");
        var folder = Directory.CreateTempSubdirectory("own-engine-");
        try
        {
            var data = Path.Combine(folder.FullName, "data");
            var script = Path.Combine(Repository.Root, "tests/EndToEnd/Commands/own-engine.sh");
            var result = await Command.RunAsync(
                new ProcessStartInfo("unshare", ["--mount", "--net", script, Repository.Root, KubectlBinary.Newest().Path, data, ending]), Deadline);

            Assert.True(result.ExitCode == 0, $"{result.Output}\n{result.Error}");
            Assert.EndsWith("nothing is left\n", result.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
