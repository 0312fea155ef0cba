using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.Store.Simulation.Worlds;

/// <summary>Everything that goes wrong.</summary>
internal sealed class Chaos(World world, Random random)
{
    /// <summary>Share of requests that something happens to.</summary>
    private const double FaultShare = 0.04;

    private static readonly RequestTarget Served = new() { Where = static facts => facts.Instance != World.Observer };

    private static readonly Func<Random, Fault>[] Faults =
    [
        static _ => Fault.DropRequest(),
        static _ => Fault.DropRequest(Loss.Silence),
        static _ => Fault.DropAnswer(),
        static _ => Fault.DropAnswer(Loss.Silence),
        static random => Fault.Delay(Seconds(random, 5), Seconds(random, 5)),
        static random => Fault.LandLate(Seconds(random, 30)),
        static random => Fault.Duplicate(Seconds(random, 30), random.Next(2) == 0),
        static random => Fault.Answer(StorageError.ServerBusy, random.Next(2) == 0),
        static _ => Fault.Answer(StorageError.InternalError),
        static random => Fault.InnerAnswer(StorageError.ServerBusy, lands: random.Next(2) == 0),
        static random => Fault.ShortPage(random.Next(3)),
    ];

    public async Task RunAsync(Func<bool> goesOn)
    {
        world.Storage.Faults.AtRandom(random.Next(), FaultShare, Served, Faults);
        while (goesOn())
        {
            await Task.Delay(Seconds(random, 120), world.Time);
            switch (random.Next(4))
            {
                case 0:
                    world.Kill(world.AnyInstance(random));
                    world.Start();
                    break;
                case 1:
                    world.Freeze(world.AnyInstance(random), Seconds(random, 3600));
                    break;
                case 2:
                    world.Storage.Faults.Unreachable(Seconds(random, 40), target: Served);
                    break;
                default:
                    world.Storage.Faults.Unreachable(Seconds(random, 90), Loss.Silence, new RequestTarget { Instance = world.AnyInstance(random).Name });
                    break;
            }
        }

        world.Storage.Faults.Clear();
    }

    private static TimeSpan Seconds(Random random, int most) => TimeSpan.FromSeconds(random.NextDouble() * most);
}
