namespace CloudOrchestrator.Architecture.Tests.Commands;

/// <summary>How ./test counts: from the runner's result files, and no crash goes unseen.</summary>
public sealed class CountResultsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("count-results-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task PrintCount_AllPassed_Succeeds()
    {
        var first = Result("first", passed: 7, failed: 0, skipped: 2, errors: 0);
        var second = Result("second", passed: 3, failed: 0, skipped: 0, errors: 0);

        var (code, output, error) = await CountAsync($"count_project First {first} 0 false; count_project Second {second} 0 false");

        Assert.Equal((0, "10 passed, 0 failed, 2 skipped\n", ""), (code, output, error));
    }

    [Fact]
    public async Task CountProject_FailedTests_Fails()
    {
        var file = Result("some", passed: 4, failed: 2, skipped: 0, errors: 1);

        var (code, output, _) = await CountAsync($"count_project Some {file} 1 false");

        Assert.Equal((1, "4 passed, 3 failed, 0 skipped\n"), (code, output));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not XML at all")]
    [InlineData("<assemblies><assembly name=\"Some\">")]
    public async Task CountProject_CrashWithoutResult_CountsAsFailure(string content)
    {
        var file = Path.Combine(_folder.FullName, "crash.xml");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);

        var (code, output, error) = await CountAsync($"count_project Some {file} 139 false");

        Assert.Equal((1, "0 passed, 1 failed, 0 skipped\n"), (code, output));
        Assert.Equal("failed: Some: the test process ended with exit code 139 and left no result\n", error);
    }

    [Fact]
    public async Task CountProject_MissingResult_CountsAsFailure()
    {
        var (code, output, _) = await CountAsync("count_project Some /nowhere.xml 0 false");

        Assert.Equal((1, "0 passed, 1 failed, 0 skipped\n"), (code, output));
    }

    [Fact]
    public async Task CountProject_CrashAfterPassedTests_CountsAsFailure()
    {
        var file = Result("some", passed: 4, failed: 0, skipped: 0, errors: 0);

        var (code, output, error) = await CountAsync($"count_project Some {file} 134 false");

        Assert.Equal((1, "4 passed, 1 failed, 0 skipped\n"), (code, output));
        Assert.Contains("exit code 134 though no test failed", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task CountProject_NothingRan_CountsAsFailure(int skipped)
    {
        var file = Result("empty", passed: 0, failed: 0, skipped, errors: 0);

        var (code, output, error) = await CountAsync($"count_project Empty {file} 0 false");

        Assert.Equal((1, $"0 passed, 1 failed, {skipped} skipped\n"), (code, output));
        Assert.Equal("failed: Empty: no test ran\n", error);
    }

    [Fact]
    public async Task CountProject_NothingLeftInFastRun_Succeeds()
    {
        var file = Result("containers", passed: 0, failed: 0, skipped: 0, errors: 0);

        var (code, output, _) = await CountAsync($"count_project Containers {file} 0 true");

        Assert.Equal((0, "0 passed, 0 failed, 0 skipped\n"), (code, output));
    }

    [Fact]
    public async Task CountUnexpectedSkips_NotOnTheList_CountsAsFailure()
    {
        var file = Path.Combine(_folder.FullName, "skips.xml");
        await File.WriteAllTextAsync(
            file,
            """
            <assemblies><assembly total="3" passed="0" failed="0" skipped="3" errors="0"><collection>
            <test name="A.Allowed(version: &quot;1.27&quot;)" type="A" method="Allowed" time="0" result="Skip"><reason>none</reason></test>
            <test name="A.Forbidden" type="A" method="Forbidden" time="0" result="Skip"><reason>none</reason></test>
            <test name="A.Passed" type="A" method="Passed" time="0" result="Pass" />
            </collection></assembly></assemblies>
            """,
            TestContext.Current.CancellationToken);
        var allowed = Path.Combine(_folder.FullName, "allowed.txt");
        await File.WriteAllTextAsync(allowed, "# why\nA.Allowed(version: \"1.*\n", TestContext.Current.CancellationToken);

        var (code, output, error) = await CountAsync($"count_unexpected_skips {file} {allowed}");

        Assert.Equal((1, "0 passed, 1 failed, 0 skipped\n"), (code, output));
        Assert.Equal($"failed: A.Forbidden: skipped, and not on the list {allowed}\n", error);
    }

    private static Task<(int ExitCode, string Output, string Error)> CountAsync(string calls) =>
        Shell.RunAsync($"set -euo pipefail; . infra/local/count-results.sh; {calls}; print_count", TestContext.Current.CancellationToken);

    private string Result(string name, int passed, int failed, int skipped, int errors)
    {
        var file = Path.Combine(_folder.FullName, $"{name}.xml");
        File.WriteAllText(
            file,
            $"""
            <assemblies timestamp="11/23/2026 20:00:00"><assembly name="/{name}.dll" total="{passed + failed + skipped}" passed="{passed}" failed="{failed}" skipped="{skipped}" not-run="0" time="0.1" errors="{errors}">
            </assembly></assemblies>
            """);
        return file;
    }
}
