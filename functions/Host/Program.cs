using System.CommandLine;
using CloudOrchestrator.Host.Backups;
using CloudOrchestrator.Host.Doorbells;
using CloudOrchestrator.Host.Functions;
using CloudOrchestrator.Host.Preparing;
using CloudOrchestrator.Host.SingleMachine;

var root = new RootCommand("The CloudOrchestrator control plane: API server, scheduler and controllers in one process.")
{
    ServeCommand.Create(),
    FunctionsCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    PrepareCommand.Create(),
    DoorbellCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
