using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Runtimes;
using CsCheck;
using k8s.Models;

namespace CloudOrchestrator.Pods.Tests.Planning;

/// <summary>Generates what a decision is made from, likely and unlikely.</summary>
internal static class PlanGen
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly PodIdentity Identity = new("default", "pod", "uid");
    private static readonly Gen<string> Policies = Gen.OneOf("Always", "OnFailure", "Never");
    private static readonly Gen<TimeSpan> Delays = Gen.OneOf(0, 10, 20, 40, 80, 160, 300).Select(seconds => TimeSpan.FromSeconds(seconds));
    private static readonly Gen<DateTimeOffset> Past = Gen.Int[0, 900].Select(seconds => Now.AddSeconds(-seconds));

    /// <summary>A pod that is to run, with one to three containers and none to two init containers.</summary>
    public static readonly Gen<PodView> Running =
        from policy in Policies
        from mains in Gen.Int[1, 3]
        from inits in Gen.Int[0, 2]
        from sidecars in Gen.Bool.Array[inits]
        from sandbox in Gen.OneOf("none", "dead", "up")
        from states in State.Array[(mains + inits) * 2]
        from ready in Gen.Bool
        select View(policy, mains, sidecars, sandbox, states, ready);

    /// <summary>A pod that is to end.</summary>
    public static readonly Gen<PodView> Ending =
        from view in Running
        from seconds in Gen.Int[-5, 60]
        select view with { StopBy = Now.AddSeconds(seconds) };

    private static Gen<ContainerState?> State =>
        from kind in Gen.Int[0, 3]
        from created in Past
        from ran in Gen.Int[0, 900]
        from code in Gen.OneOf(0, 1, 137)
        from delay in Delays
        from sameHash in Gen.Frequency((9, true), (1, false))
        from sameSandbox in Gen.Frequency((9, true), (1, false))
        select kind == 0 ? null : new ContainerState
        {
            Id = "",
            Pod = Identity,
            Name = "",
            Attempt = 0,
            SandboxId = sameSandbox ? "up" : "other",
            SpecHash = sameHash ? "same" : "other",
            Phase = (ContainerPhase)(kind - 1),
            CreatedAt = created,
            StartedAt = kind == 1 ? null : created,
            FinishedAt = kind == 3 ? created.AddSeconds(Math.Min(ran, (Now - created).TotalSeconds)) : null,
            ExitCode = kind == 3 ? code : 0,
            RestartDelay = delay,
        };

    private static PodView View(string policy, int mains, bool[] sidecars, string sandbox, ContainerState?[] states, bool ready)
    {
        var containers = Enumerable.Range(0, mains).Select(index => Container($"main{index}")).ToList();
        var inits = sidecars.Select((sidecar, index) => Container($"init{index}", sidecar)).ToList();
        var all = inits.Concat(containers).ToList();
        var observed = all.SelectMany((container, index) => Attempts(container, states[index * 2], states[index * 2 + 1])).ToList();
        return new PodView
        {
            Pod = new V1Pod
            {
                Metadata = new V1ObjectMeta { Name = "pod", NamespaceProperty = "default", Uid = "uid" },
                Spec = new V1PodSpec { RestartPolicy = policy, Containers = containers, InitContainers = inits, TerminationGracePeriodSeconds = 30 },
            },
            Observed = new PodObservation(
                sandbox == "none" ? [] : [new SandboxState("up", Identity, 0, sandbox == "up", ["10.0.0.1"], Now.AddHours(-1))],
                [.. observed.OrderBy(state => state.Name, StringComparer.Ordinal).ThenBy(state => state.Attempt)]),
            Memory = ready
                ? new PodMemory
                {
                    Volumes = new VolumesMemory(System.Collections.Immutable.ImmutableDictionary<string, string>.Empty, null, null),
                    Images = System.Collections.Immutable.ImmutableDictionary.CreateRange(all.Select(container => KeyValuePair.Create(container.Name, new ImageMemory(NextAttempt(observed, container.Name), container.Image, null, "")))),
                }
                : PodMemory.Empty,
        };
    }

    private static V1Container Container(string name, bool sidecar = false) => new() { Name = name, Image = "image:1", RestartPolicy = sidecar ? "Always" : null };

    private static IEnumerable<ContainerState> Attempts(V1Container container, ContainerState? first, ContainerState? second)
    {
        // Only the newest attempt may be anything but ended.
        var attempt = 0;
        foreach (var state in new[] { first is { Phase: ContainerPhase.Exited } || second is null ? first : null, second }.OfType<ContainerState>())
        {
            yield return state with
            {
                Id = $"{container.Name}-{attempt}",
                Name = container.Name,
                Attempt = attempt++,
                SpecHash = state.SpecHash == "same" ? SpecHash.Of(container) : "other",
            };
        }
    }

    private static int NextAttempt(IReadOnlyList<ContainerState> observed, string name) =>
        observed.LastOrDefault(state => state.Name == name) is { } latest ? latest.Attempt + (latest.Phase == ContainerPhase.Created ? 0 : 1) : 0;
}
