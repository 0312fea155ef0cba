using System.CommandLine;
using CloudOrchestrator.LocalAzure.Commands;

var root = new RootCommand("Azure for one cluster on this machine: storage, Event Grid and Functions.") { StorageCommand.Create(), TopicCommand.Create(), ServeCommand.Create() };
return await root.Parse(args).InvokeAsync();
