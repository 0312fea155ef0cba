using k8s.Models;
using Xunit;

namespace CloudOrchestrator.Scheduler.Tests;

public sealed class SchedulingPlanTests
{
    [Fact]
    public void Decide_NoNodeMayTakeIt_SaysWhyOnceForAll()
    {
        var placements = SchedulingPlan.Decide([Pod("a"), Pod("b")], [Node("n1"), Node("n2")], pod => pod.Metadata.Name == "a" ? "persistentvolumeclaim \"x\" is being deleted" : null);

        Assert.Equal((null, "0/2 nodes are available: persistentvolumeclaim \"x\" is being deleted."), (placements[0].NodeName, placements[0].Message));
        Assert.NotNull(placements[1].NodeName);
    }

    [Fact]
    public void Decide_EqualNodes_Spreads()
    {
        var placements = SchedulingPlan.Decide([Pod("a"), Pod("b"), Pod("c"), Pod("d")], [Node("n1"), Node("n2")]);

        Assert.Equal(2, placements.Count(placement => placement.NodeName == "n1"));
        Assert.Equal(2, placements.Count(placement => placement.NodeName == "n2"));
    }

    [Fact]
    public void Decide_OneNodeFuller_TakesTheFreerOne()
    {
        var full = Node("full");
        full.Add(PodDemand.Of(Pod("there", cpu: "3")));

        Assert.Equal("free", SchedulingPlan.Decide([Pod("a")], [full, Node("free")]).Single().NodeName);
    }

    [Fact]
    public void Decide_FillsUp_LeavesTheRestWithTheReason()
    {
        var placements = SchedulingPlan.Decide([Pod("a", "3"), Pod("b", "3")], [Node("n1")]);

        Assert.Equal(("n1", ""), (placements[0].NodeName, placements[0].Message));
        Assert.Equal((null, "0/1 nodes are available: 1 Insufficient cpu."), (placements[1].NodeName, placements[1].Message));
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999Ei")]
    public void Decide_AmountsBeyondANumber_AreAsMuchAsItHolds(string much)
    {
        var vast = Node("vast", much);
        vast.Add(PodDemand.Of(Pod("there", much)));

        Assert.Equal("n1", SchedulingPlan.Decide([Pod("a", "1")], [vast, Node("n1")]).Single().NodeName);
        Assert.Equal("vast", SchedulingPlan.Decide([Pod("a", much)], [Node("vast", much), Node("n1")]).Single().NodeName);
    }

    [Fact]
    public void Decide_NoNodes_SaysSo() =>
        Assert.Equal("no nodes available to schedule pods", SchedulingPlan.Decide([Pod("a")], []).Single().Message);

    [Fact]
    public void Decide_CordonedTaintedAndWrongLabels_CountsEachReason()
    {
        var cordoned = Node("cordoned");
        cordoned.Node.Spec.Unschedulable = true;
        var tainted = Node("tainted");
        tainted.Node.Spec.Taints = [new V1Taint { Key = "gpu", Value = "yes", Effect = "NoSchedule" }];
        var pod = Pod("a");
        pod.Spec.NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" };

        Assert.Equal(
            "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint {gpu: yes}, 1 node(s) were unschedulable.",
            SchedulingPlan.Decide([pod], [cordoned, tainted, Node("plain")]).Single().Message);
    }

    [Fact]
    public void Decide_TolerationAndSelectorMet_Places()
    {
        var node = Node("n1");
        node.Node.Spec.Taints = [new V1Taint { Key = "gpu", Value = "yes", Effect = "NoSchedule" }];
        node.Node.Metadata.Labels = new Dictionary<string, string> { ["disk"] = "ssd" };
        var pod = Pod("a");
        pod.Spec.NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" };
        pod.Spec.Tolerations = [new V1Toleration { Key = "gpu", OperatorProperty = "Exists" }];

        Assert.Equal("n1", SchedulingPlan.Decide([pod], [node]).Single().NodeName);
    }

    [Fact]
    public void Decide_HostPortTaken_GoesElsewhere()
    {
        V1Pod WithPort(string name)
        {
            var pod = Pod(name);
            pod.Spec.Containers[0].Ports = [new V1ContainerPort { ContainerPort = 80, HostPort = 80 }];
            return pod;
        }

        var placements = SchedulingPlan.Decide([WithPort("a"), WithPort("b"), WithPort("c")], [Node("n1"), Node("n2")]);

        Assert.Equal(["n1", "n2"], placements.Select(placement => placement.NodeName).OfType<string>().Order());
        Assert.Equal("0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.", placements.Single(placement => placement.NodeName is null).Message);
    }

    [Theory]
    [InlineData("other-scheduler", null)]
    [InlineData("default-scheduler", "gate")]
    public void Decide_NotOursOrGated_IsLeftAlone(string scheduler, string? gate)
    {
        var pod = Pod("a");
        pod.Spec.SchedulerName = scheduler;
        pod.Spec.SchedulingGates = gate is null ? null : [new V1PodSchedulingGate { Name = gate }];

        Assert.Empty(SchedulingPlan.Decide([pod], [Node("n1")]));
    }

    [Fact]
    public void PodDemand_InitContainerLarger_CountsTheLarger()
    {
        var pod = Pod("a", cpu: "500m");
        pod.Spec.InitContainers = [new V1Container { Name = "i", Resources = Requests("2") }];

        Assert.Equal(2000, PodDemand.Of(pod).Amounts["cpu"]);
    }

    private static V1Pod Pod(string name, string cpu = "100m") => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new V1PodSpec { Containers = [new V1Container { Name = "c", Resources = Requests(cpu) }] },
    };

    private static V1ResourceRequirements Requests(string cpu) => new() { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(cpu) } };

    private static NodeInfo Node(string name, string cpu = "4") => new(new V1Node
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new V1NodeSpec(),
        Status = new V1NodeStatus { Allocatable = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(cpu), ["memory"] = new("8Gi"), ["pods"] = new("110") } },
    });
}
