using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CloudOrchestrator.LocalAzure.Functions.Apps;
using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Apps;

public sealed class FunctionAppTests
{
    [Fact]
    public void Read_TheDeployedApp_KnowsAllOfIt()
    {
        using var folder = new AppFolder();
        var root = Repository();
        File.Copy(Path.Combine(root, "host.json"), Path.Combine(folder.Root, "host.json"), overwrite: true);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "functions", "Triggers"), "function.json", SearchOption.AllDirectories))
        {
            var function = Path.Combine(folder.Root, Path.GetFileName(Path.GetDirectoryName(file))!);
            Directory.CreateDirectory(function);
            File.Copy(file, Path.Combine(function, "function.json"));
        }

        File.Copy(AppFolder.HandlerProgram, Path.Combine(folder.Root, "CloudOrchestrator.Host"));

        var app = FunctionApp.Read(folder.Root);

        Assert.Equal("Api:http ClusterControllers:http Delayed:function:Delayed NodeControllers:http Scheduler:http Tick:function:Tick WorkloadControllers:http",
            string.Join(' ', app.Functions.Select(function => $"{function.Name}:{function.ScaleGroup}")));
        Assert.Equal(TimeSpan.FromMinutes(10), app.Host.FunctionTimeout);
        Assert.Equal(new QueueSettings { MaxDequeueCount = 150, VisibilityTimeout = TimeSpan.FromSeconds(30) }, app.Host.Queues);
        Assert.Equal(["functions"], app.Host.Arguments);
    }

    public static TheoryData<string, string, string> RefusedHosts => new()
    {
        { "version", "\"3.0\"", "host.json: version must be" },
        { "extensionBundle", "null", "extensionBundle must not be Null" },
        { "extensionBundle.version", "\"[3.*, 4.0.0)\"", "Flex Consumption demands 4 or later" },
        { "extensionBundle.id", "\"Preview\"", "host.json: extensionBundle: id must be" },
        { "functionTimeout", "\"10 minutes\"", "functionTimeout is not a span" },
        { "managedDependency", "{}", "managedDependency is not known" },
        { "extensions.http.maxConcurrentRequests", "5", "maxConcurrentRequests is not known" },
        { "extensions.serviceBus", "{}", "serviceBus is not known" },
        { "extensions.queues.batchSize", "33", "batchSize must be from 1 to 32" },
        { "customHandler.http", """{ "routes": [ { "route": "{*path}" } ] }""", "the host refuses to start with both" },
        { "customHandler.enableForwardingHttpRequest", "true", "enableForwardingHttpRequest buffers whole answers" },
        { "customHandler.enableProxyingHttpRequest", "false", "enableProxyingHttpRequest must be true" },
        { "customHandler.port", "8080", "port takes one port" },
        { "customHandler.initializationTimeout", "\"00:01:00\"", "initializationTimeout is over 30 s" },
        { "customHandler.description.defaultExecutablePath", "\"Gone\"", "defaultExecutablePath: Gone is not in" },
    };

    [Theory]
    [MemberData(nameof(RefusedHosts))]
    public void Read_HostFileThatIsRefused_NamesIt(string property, string value, string message)
    {
        using var folder = AppFolder.Http(host => Set(host, property, JsonNode.Parse(value)));

        Assert.Contains(message, Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WithoutExtensionBundle_NamesIt()
    {
        using var folder = AppFolder.Http(host => host.Remove("extensionBundle"));

        Assert.Contains("extensionBundle is missing", Refusal(folder), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> RefusedBindings => new()
    {
        { """{ "type": "blobTrigger", "name": "x" }""", "has a blobTrigger" },
        { """{ "type": "timerTrigger", "name": "x", "schedule": "* * * * *" }""", "six fields" },
        { """{ "type": "timerTrigger", "name": "x", "schedule": "0 * * * * *", "runOnStartup": true }""", "runOnStartup is not doubled" },
        { """{ "type": "eventGridTrigger", "name": "x", "cardinality": "some" }""", "cardinality must be one or many" },
        { """{ "type": "eventGridTrigger", "name": "x", "topic": "y" }""", "topic is not known" },
        { """{ "type": "eventGridTrigger", "name": "x" }, { "type": "queue", "name": "y" }""", "has a queue beside its trigger" },
        { """{ "type": "eventGridTrigger", "name": "x", "direction": "out" }""", "direction of a trigger must be in" },
        { """{ "type": "httpTrigger", "name": "x", "authLevel": "function", "methods": [] }, { "type": "http", "direction": "out", "name": "y" }""", "authLevel must be anonymous" },
        { """{ "type": "httpTrigger", "name": "x", "authLevel": "anonymous" }, { "type": "http", "direction": "out", "name": "y" }""", "methods is missing" },
        { """{ "type": "httpTrigger", "name": "x", "authLevel": "anonymous", "methods": [ "trace" ] }, { "type": "http", "direction": "out", "name": "y" }""", "names TRACE" },
        { """{ "type": "httpTrigger", "name": "x", "authLevel": "anonymous", "methods": [ "get" ] }""", "one httpTrigger and one http output" },
        { """{ "type": "http", "direction": "out", "name": "y" }""", "must begin with the one trigger" },
    };

    [Theory]
    [MemberData(nameof(RefusedBindings))]
    public void Read_FunctionFileThatIsRefused_NamesIt(string bindings, string message)
    {
        using var folder = new AppFolder().With("Odd", bindings);

        var refusal = Refusal(folder);

        Assert.Contains(message, refusal, StringComparison.Ordinal);
        Assert.Contains("Odd/function.json", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ExecutableWithoutItsBit_SaysSo()
    {
        using var folder = AppFolder.Http(host => Set(host, "customHandler.description.defaultExecutablePath", "Program"));
        var program = Path.Combine(folder.Root, "Program");
        File.WriteAllText(program, "");

        Assert.Contains("its executable bit is lost", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFunction_SaysSo()
    {
        using var folder = new AppFolder();

        Assert.Contains("has no function", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ConnectionForAManagedIdentity_IsRefused()
    {
        using var folder = new AppFolder().WithQueue();
        var options = new FunctionsHostOptions
        {
            AppSettings = new Dictionary<string, string> { ["ClusterName"] = "x", ["ClusterStorage__queueServiceUri"] = "https://x", ["AzureWebJobsStorage"] = "x" },
        };

        var refused = await Assert.ThrowsAsync<AppRefusedException>(() => FunctionsHost.StartAsync(folder.Root, options, Within.Test));

        Assert.Contains("managed identity", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutAnAccountForTheHost_IsRefused()
    {
        using var folder = AppFolder.Http();

        var refused = await Assert.ThrowsAsync<AppRefusedException>(() => FunctionsHost.StartAsync(folder.Root, new FunctionsHostOptions(), Within.Test));

        Assert.Contains("AzureWebJobsStorage is missing", refused.Message, StringComparison.Ordinal);
    }

    private static string Refusal(AppFolder folder) => Assert.Throws<AppRefusedException>(() => FunctionApp.Read(folder.Root)).Message;

    private static void Set(JsonObject host, string property, JsonNode? value)
    {
        var parts = property.Split('.');
        var target = host;
        foreach (var part in parts[..^1])
        {
            target = (target[part] ??= new JsonObject()).AsObject();
        }

        target[parts[^1]] = value;
    }

    private static string Repository([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
