// Writes to a store until it is killed, and says on its standard output what it is about to write and every answer. Started by Store.Crash.Tests.
// CloudOrchestrator.Store.Crash PROCESS SEED sqlite FILE
// CloudOrchestrator.Store.Crash PROCESS SEED azure-tables CONNECTION_STRING
// (1) It runs in against a file of its own; (2) says "ready" and waits for a line; (3) opens the store, lists it, and writes for ever.
using CloudOrchestrator.Store.Crash;

const int WarmWrites = 40;
const int Writers = 8;
const int LargeOneInSqlite = 5000;
const int LargeOneInAzure = 200;

var (process, random) = (args[0], new Random(int.Parse(args[1])));
var answers = new Answers(Console.OpenStandardOutput());
var warm = Directory.CreateTempSubdirectory("store-crash-");
var warming = Target.Open("sqlite", Path.Combine(warm.FullName, "store.db"));
await new Writer("warm", new Random(1), warming, new Answers(Stream.Null), LargeOneInSqlite).WriteAsync(WarmWrites);
warm.Delete(recursive: true);
answers.Say("ready");
Console.ReadLine();

var documents = Target.Open(args[2], args[3]);
answers.SayState(await documents.ReadCurrentAsync(CancellationToken.None));
await Task.WhenAll(Enumerable.Range(0, Writers).Select(number =>
{
    var writer = new Writer($"{process}.{number}", new Random(random.Next()), documents, answers, args[2] == "sqlite" ? LargeOneInSqlite : LargeOneInAzure);
    return Task.Run(() => writer.WriteAsync(int.MaxValue));
}));
