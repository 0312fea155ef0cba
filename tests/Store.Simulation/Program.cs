using System.Globalization;
using CloudOrchestrator.Store.Simulation;

// Simulates the store on the fake storage account. One seed, one run: the same seed goes the same way.
// dotnet run -c Release --project tests/Store.Simulation -- [MINUTES [FIRST_SEED [SEEDS]]]
ThreadPool.GetMaxThreads(out var threads, out _);
if (threads != 1)
{
    Console.Error.WriteLine($"The simulation needs a pool of one thread and has {threads}.");
    return 2;
}

var minutes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 30;
var first = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
var seeds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
var wrong = 0;
for (var seed = first; seed < first + seeds; seed++)
{
    var faults = await Task.Run(() => new Simulation(seed, TimeSpan.FromMinutes(minutes)).RunAsync());
    wrong += faults.Count;
    foreach (var fault in faults.Take(20))
    {
        Console.WriteLine($"seed {seed}: {fault}");
    }
}

Console.WriteLine(wrong == 0 ? "nothing wrong" : $"{wrong} faults");
return wrong == 0 ? 0 : 1;
