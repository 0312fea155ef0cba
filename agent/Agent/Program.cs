using System.CommandLine;
using CloudOrchestrator.Agent.Commands;

var root = new RootCommand("The node agent of CloudOrchestrator: runs a node's pods on its container engine.") { RunCommand.Create(), CleanupCommand.Create() };
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
