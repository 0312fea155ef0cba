using System.Globalization;
using CloudOrchestrator.FunctionsApp.Idle;
using CloudOrchestrator.FunctionsApp.Memory;
using CloudOrchestrator.FunctionsApp.Start;
using CloudOrchestrator.FunctionsApp.Work;

// The published Functions app on the double of Azure: what is billed, how long it takes, how much memory it has.
// dotnet run -c Release --project tests/Benchmarks/FunctionsApp -- work APP | memory APP [tick] | idle APP [NODES [MINUTES]] | start NAME=APP[,VARIABLE=VALUE...] ...
//   APP is the folder of: dotnet publish functions/Host -c Release -p:PublishForFunctions=true -o APP
switch (args)
{
    case ["work", var app]:
        await WorkMeasurement.RunAsync(app);
        return 0;
    case ["memory", var app]:
        await MemoryMeasurement.HttpAsync(app);
        await MemoryMeasurement.TickAsync(app, isFirst: true);
        await MemoryMeasurement.TickAsync(app, isFirst: false);
        return 0;
    case ["memory", var app, "tick"]:
        await MemoryMeasurement.TickAsync(app, isFirst: true);
        return 0;
    case ["idle", var app, .. var rest]:
        await IdleMeasurement.RunAsync(app, Number(rest, 0, 1), TimeSpan.FromMinutes(Number(rest, 1, 60)));
        return 0;
    case ["start", .. var shapes] when shapes.Length > 0:
        await StartMeasurement.RunAsync(shapes);
        return 0;
    case ["floor"]:
        await Floor.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("work APP | memory APP [tick] | idle APP [NODES [MINUTES]] | start NAME=APP[,VARIABLE=VALUE...] ...");
        return 2;
}

static int Number(string[] arguments, int index, int without) => arguments.Length > index ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : without;
