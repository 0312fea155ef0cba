using System.CommandLine;
using CloudOrchestrator.LocalAzure.Functions.Apps;

namespace CloudOrchestrator.LocalAzure.Commands;

/// <summary><c>serve</c>: Event Grid and the Functions app of a cluster whose storage account runs.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var app = new Option<string>("--app") { Description = "The published folder of the Functions app.", Required = true };
        var data = new Option<string>("--data") { Description = "The cluster's folder, with storage.connection in it.", Required = true };
        var port = new Option<int>("--port") { Description = "Port of the API on 127.0.0.1; 0 takes a free one." };
        var kubeconfig = new Option<string>("--kubeconfig") { Description = "Where the administrator's kubeconfig is written.", Required = true };
        var node = new Option<string>("--node-name") { Description = "Name of the one node that may join.", Required = true };
        var instances = new Option<int>("--instances") { Description = "Instances of the app for HTTP and Event Grid.", DefaultValueFactory = _ => 1 };
        var command = new Command("serve", "Runs Event Grid and the Functions app until told to stop.") { app, data, port, kubeconfig, node, instances };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var serving = new Serving(parsed.GetValue(app)!, parsed.GetValue(data)!, parsed.GetValue(port), parsed.GetValue(kubeconfig)!, parsed.GetValue(node)!, parsed.GetValue(instances));
                await serving.RunAsync(cancellationToken);
                return 0;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return 0;
            }
            catch (Exception fault) when (fault is InvalidOperationException or AppRefusedException or IOException or InvalidDataException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"local-azure: {fault.Message}");
                return 1;
            }
        });
        return command;
    }
}
