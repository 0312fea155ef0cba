using System.Collections;
using System.CommandLine;
using CloudOrchestrator.Host.Functions.Settings;
using CloudOrchestrator.Host.Processes;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.Functions;

/// <summary><c>functions</c>: the control plane as the custom handler of a Functions app; host.json names it.</summary>
internal static class FunctionsCommand
{
    /// <summary>The command as the command line offers it.</summary>
    public static Command Create()
    {
        var command = new Command("functions", "Runs the control plane as the custom handler of an Azure Functions app; the environment holds its settings.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var parent = ParentProcess.Id();
        var outcome = AppSettingsReader.Read(
            Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => KeyValuePair.Create((string)variable.Key, (string)variable.Value!)));
        if (outcome is AppSettingsOutcome.Refused refused)
        {
            await SayAsync(refused.Problems).ConfigureAwait(false);
            return ExitCodes.Failed;
        }

        try
        {
            return await FunctionsHost.RunAsync(((AppSettingsOutcome.Usable)outcome).Settings, parent, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Terminated;
        }
        catch (Exception fault) when (fault is StartException or StoreException)
        {
            await SayAsync([fault.Message]).ConfigureAwait(false);
            return ExitCodes.Failed;
        }
    }

    private static Task SayAsync(IEnumerable<string> problems) =>
        Console.Error.WriteAsync(string.Concat(problems.Select(problem => $"functions: {problem}\n")));
}
