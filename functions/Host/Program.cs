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
// Longer than what each command takes to end in order; the default, 2 s, would cut that off.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
return await root.Parse(args).InvokeAsync(invocation).ConfigureAwait(false);
