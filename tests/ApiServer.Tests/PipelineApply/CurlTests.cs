using System.Diagnostics;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

/// <summary>The program that pipelines have.</summary>
public sealed class CurlTests : IAsyncLifetime
{
    private const string Curl = "/usr/bin/curl";

    /// <summary>curl's exit code for a status of 400 or more.</summary>
    private const int HttpReturnedError = 22;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("curl-");
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Curl), "curl is missing");
        _server = await TestServer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "ca.crt"), _server.Certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "good.yaml"), Applies.ConfigMap("curl-a") + Applies.ConfigMap("curl-b"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "bad.yaml"), Applies.ConfigMap("curl-c") + "kind: ConfigMap\n");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "pod.yaml"), Objects.Pod("curl"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Curl_File_IsAppliedWithNothingElseSaid()
    {
        var (code, output) = await ShellAsync("$CURL --fail-with-body --data-binary @good.yaml $SERVER/apply");
        Assert.Equal((0, "configmap/curl-a created\nconfigmap/curl-b created\nresult: ok\n"), (code, output));
        (code, output) = await ShellAsync("$CURL -f --data-binary @- \"$SERVER/apply?fieldManager=other\" <good.yaml");
        Assert.Equal((0, "configmap/curl-a configured\nconfigmap/curl-b configured\nresult: ok\n"), (code, output));
    }

    [Fact]
    public async Task Curl_BadFile_EndsWithAnErrorCode()
    {
        var (code, output) = await ShellAsync("$CURL -f --data-binary @bad.yaml $SERVER/apply");
        Assert.Equal((HttpReturnedError, ""), (code, output));
        (code, output) = await ShellAsync("$CURL --fail-with-body --data-binary @bad.yaml $SERVER/apply");
        Assert.Equal(HttpReturnedError, code);
        Assert.Contains("configmap/ failed: document 2, line 10: apiVersion: Required value\n", output, StringComparison.Ordinal);
        Assert.EndsWith("result: failed\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curl_FileSentWithData_IsToldHowToSendIt()
    {
        var (code, output) = await ShellAsync("$CURL --fail-with-body --data @good.yaml $SERVER/apply");
        Assert.Equal(HttpReturnedError, code);
        Assert.Contains("--data-binary @FILE", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curl_Wait_TheShellKnowsHowItEnded()
    {
        const string Step = "$CURL -N --fail-with-body --data-binary @pod.yaml \"$SERVER/apply?wait=WAIT\" | tee log | tail -n 1 | grep -qx 'result: ok'";
        var (code, _) = await ShellAsync(Step.Replace("WAIT", "1s", StringComparison.Ordinal));
        Assert.Equal(1, code);
        Assert.Contains("pod/curl failed: document 1, line 1: not ready after 1s: phase Pending", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "log"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await _server.PatchAsync("/api/v1/namespaces/default/pods/curl/status", """{"status":{"phase":"Succeeded"}}""", "application/merge-patch+json").JsonAsync();
        (code, _) = await ShellAsync(Step.Replace("WAIT", "60s", StringComparison.Ordinal));
        Assert.Equal(0, code);
    }

    private async Task<(int Code, string Output)> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("/bin/bash") { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SERVER"] = _server.Address.GetLeftPart(UriPartial.Authority);
        start.Environment["TOKEN"] = TestServer.AdminToken;
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command.Replace("$CURL", $"{Curl} -sS --max-time 90 --cacert ca.crt -H \"Authorization: Bearer $TOKEN\"", StringComparison.Ordinal));
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(await error);
        return (process.ExitCode, await output);
    }
}
