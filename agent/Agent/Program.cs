using System.CommandLine;
using CloudOrchestrator.Agent.Commands;

var root = new RootCommand("The node agent of CloudOrchestrator: runs a node's pods on its container engine.") { RunCommand.Create(), CleanupCommand.Create() };
// Longer than what each command takes to end in order; the default, 2 s, would cut that off.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
return await root.Parse(args).InvokeAsync(invocation).ConfigureAwait(false);
