using System.CommandLine;
using CloudOrchestrator.LocalAzure.Commands;

var root = new RootCommand("Azure for one cluster on this machine: storage, Event Grid and Functions.") { InstallCommand.Create(), StorageCommand.Create(), TopicCommand.Create(), ServeCommand.Create() };
// Longer than what the emulator takes to write what it holds; the default, 2 s, would leave it behind.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(40) };
return await root.Parse(args).InvokeAsync(invocation);
