using System.Globalization;
using CloudOrchestrator.SingleMachine.Applying;
using CloudOrchestrator.SingleMachine.Fuzzing;
using CloudOrchestrator.SingleMachine.Requests;

// A cluster on one machine that ./up starts, over TLS, with load generator and baselines on the same machine.
// dotnet run -c Release --project tests/Benchmarks/SingleMachine -- apply [RUNS] | requests [SECONDS] | fuzz [REQUESTS]
switch (args)
{
    case ["apply", .. var rest]:
        await ApplyMeasurement.RunAsync(Number(rest, 50));
        return 0;
    case ["requests", .. var rest]:
        await RequestsMeasurement.RunAsync(TimeSpan.FromSeconds(Number(rest, 4)));
        return 0;
    case ["fuzz", .. var rest]:
        return await FuzzMeasurement.RunAsync(Number(rest, 1_000_000));
    case ["floor"]:
        await Floor.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("apply [RUNS] | requests [SECONDS] | fuzz [REQUESTS]");
        return 2;
}

static int Number(string[] arguments, int without) => arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : without;
