using System.Globalization;
using CloudOrchestrator.StoreOnAzure;

// The store on Azure Tables over the fake account: round trips counted, writes a second against the partition's target, memory.
// dotnet run -c Release --project tests/Benchmarks/StoreOnAzure [-- SECONDS]
var time = TimeSpan.FromSeconds(args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 10);
await ObjectMemory.MeasureAsync();
await WriteRate.MeasureAsync(time);
await RoundTrips.MeasureAsync();
