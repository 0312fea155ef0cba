using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.LocalAzure.Functions.Handler;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

/// <summary>An app whose handler is the scripted one, and the folder of its script.</summary>
internal sealed class AppFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("functions-app-");

    public AppFolder(Action<JsonObject>? host = null)
    {
        Directory.CreateDirectory(State);
        Directory.CreateDirectory(Root);
        var json = JsonNode.Parse("""
            {
              "version": "2.0",
              "functionTimeout": "00:10:00",
              "extensions": { "http": { "routePrefix": "" }, "queues": { "maxPollingInterval": "00:00:00.1000000" } },
              "extensionBundle": { "id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)" },
              "customHandler": { "description": { "arguments": [ "functions", "%ClusterName%" ] }, "enableProxyingHttpRequest": true }
            }
            """)!.AsObject();
        json["customHandler"]!["description"]!["defaultExecutablePath"] = HandlerProgram;
        host?.Invoke(json);
        File.WriteAllText(Path.Combine(Root, "host.json"), json.ToJsonString());
    }

    public static string HandlerProgram { get; } = Path.Combine(AppContext.BaseDirectory, "CloudOrchestrator.LocalAzure.Functions.Handler");

    /// <summary>What is deployed.</summary>
    public string Root => Path.Combine(_folder.FullName, "app");

    /// <summary>Of the handler's script.</summary>
    public string State => Path.Combine(_folder.FullName, "state");

    public static AppFolder Http(Action<JsonObject>? host = null) => new AppFolder(host).WithHttp();

    public AppFolder WithHttp() => With("Api", """
        { "type": "httpTrigger", "direction": "in", "name": "request", "authLevel": "anonymous", "route": "{*path}",
          "methods": [ "get", "head", "post", "put", "patch", "delete", "options" ] },
        { "type": "http", "direction": "out", "name": "response" }
        """);

    public AppFolder WithEvents(string function, string cardinality) =>
        With(function, $$"""{ "type": "eventGridTrigger", "direction": "in", "name": "events", "cardinality": "{{cardinality}}" }""");

    public AppFolder WithTimer(string schedule) =>
        With("Tick", $$"""{ "type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "{{schedule}}", "useMonitor": true, "runOnStartup": false }""");

    public AppFolder WithQueue() =>
        With("Delayed", """{ "type": "queueTrigger", "direction": "in", "name": "reminder", "queueName": "%ClusterName%-reminders", "connection": "ClusterStorage" }""");

    public AppFolder With(string function, string bindings)
    {
        Directory.CreateDirectory(Path.Combine(Root, function));
        File.WriteAllText(Path.Combine(Root, function, "function.json"), $$"""{ "bindings": [ {{bindings}} ] }""");
        return this;
    }

    public void Answer(string function, TriggerScript answer) => File.WriteAllText(Path.Combine(State, $"{function}.answer"), JsonSerializer.Serialize(answer));

    /// <summary>What the handler does before it listens, from its next start on.</summary>
    public void Start(string what) => File.WriteAllText(Path.Combine(State, "start"), what);

    public void Go() => File.WriteAllText(Path.Combine(State, "go"), "");

    public void Dispose() => _folder.Delete(recursive: true);
}
