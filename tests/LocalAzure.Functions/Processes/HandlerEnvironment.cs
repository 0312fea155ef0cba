using CloudOrchestrator.LocalAzure.Functions.Apps;

namespace CloudOrchestrator.LocalAzure.Functions.Processes;

/// <summary>The environment that the platform gives a handler.</summary>
internal static class HandlerEnvironment
{
    /// <summary>Of the process that runs this double: without them no program starts.</summary>
    private static readonly string[] Inherited = ["PATH", "LANG", "TMPDIR"];

    /// <param name="extra">What a test adds or replaces for this instance.</param>
    public static Dictionary<string, string> Of(FunctionApp app, AppSettings settings, string instance, IReadOnlyDictionary<string, string> extra)
    {
        var environment = Inherited
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.Value is not null)
            .ToDictionary(variable => variable.Name, variable => variable.Value!, StringComparer.Ordinal);
        foreach (var (name, value) in settings.All)
        {
            environment[name] = value;
        }

        var worker = Guid.NewGuid().ToString();
        environment["HOME"] = Path.GetTempPath();
        environment["AzureWebJobsScriptRoot"] = app.Folder;
        environment["FUNCTIONS_EXTENSION_VERSION"] = "~4";
        environment["FUNCTIONS_WORKER_RUNTIME"] = "custom";
        environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = worker;
        environment["FUNCTIONS_HTTPWORKER_ID"] = worker;
        environment["WEBSITE_INSTANCE_ID"] = instance;
        foreach (var (name, value) in extra)
        {
            environment[name] = value;
        }

        return environment;
    }
}
