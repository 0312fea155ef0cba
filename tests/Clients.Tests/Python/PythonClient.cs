using System.Diagnostics;
using CloudOrchestrator.Clients.Tests.Cluster;

namespace CloudOrchestrator.Clients.Tests.Python;

/// <summary>Debian's <c>python3-kubernetes</c>, which only Debian's own interpreter finds.</summary>
internal static class PythonClient
{
    public const string Interpreter = "/usr/bin/python3";

    private const string Package = "/usr/lib/python3/dist-packages/kubernetes";

    /// <summary>How to run a script. Skips the test where the package is missing.</summary>
    public static ProcessStartInfo Prepare(ScriptRun run, string script)
    {
        Assert.SkipUnless(File.Exists(Interpreter) && Directory.Exists(Package), "Debian's python3-kubernetes is not installed; ./test does that");
        var start = run.Start(Interpreter, "-u", script);
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return start;
    }
}
