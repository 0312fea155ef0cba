using System.CommandLine;
using CloudOrchestrator.Agent;

var root = new RootCommand("The CloudOrchestrator node agent: runs the pods of one node on its container engine.")
{
    RunCommand.Create(),
    CleanupCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
