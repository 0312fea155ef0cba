using System.CommandLine;
using CloudOrchestrator.Host.SingleMachine;

var root = new RootCommand("The CloudOrchestrator control plane: API server, scheduler and controllers in one process.")
{
    ServeCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
