using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

/// <summary>The program that pipelines have.</summary>
public sealed class CurlTests : IAsyncLifetime
{
    /// <summary>curl's exit code for a status of 400 or more.</summary>
    private const int HttpReturnedError = 22;

    private TestServer _server = null!;
    private Shell _shell = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Shell.Curl), "curl is missing");
        _server = await TestServer.StartAsync();
        _shell = new Shell(_server);
        _shell.Write("good.yaml", Applies.ConfigMap("curl-a") + Applies.ConfigMap("curl-b"));
        _shell.Write("bad.yaml", Applies.ConfigMap("curl-c") + "kind: ConfigMap\n");
        _shell.Write("pod.yaml", Objects.Pod("curl"));
    }

    public async ValueTask DisposeAsync()
    {
        _shell?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
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
        Assert.Contains("pod/curl failed: document 1, line 1: not ready after 1s: phase Pending", _shell.Read("log"), StringComparison.Ordinal);
        await _server.PatchAsync("/api/v1/namespaces/default/pods/curl/status", """{"status":{"phase":"Succeeded"}}""", "application/merge-patch+json").JsonAsync();
        (code, _) = await ShellAsync(Step.Replace("WAIT", "60s", StringComparison.Ordinal));
        Assert.Equal(0, code);
    }

    private async Task<(int Code, string Output)> ShellAsync(string command)
    {
        command = command.Replace("$CURL", $"{Shell.Curl} -sS --max-time 90 --cacert ca.crt -H \"Authorization: Bearer $TOKEN\"", StringComparison.Ordinal);
        var (code, output, error) = await _shell.RunAsync(command, ("SERVER", _server.Address.GetLeftPart(UriPartial.Authority)), ("TOKEN", TestServer.AdminToken));
        TestContext.Current.TestOutputHelper?.WriteLine(error);
        return (code, output);
    }
}
