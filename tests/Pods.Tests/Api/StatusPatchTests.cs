using CloudOrchestrator.Pods.Api;
using k8s.Models;
using Xunit;

namespace CloudOrchestrator.Pods.Tests.Api;

public sealed class StatusPatchTests
{
    [Fact]
    public void Between_Same_IsNothing() => Assert.Null(StatusPatch.Between(Status(), Status()));

    [Fact]
    public void Between_EmptyAndAbsent_AreTheSame()
    {
        var wanted = Status();
        wanted.InitContainerStatuses = [];
        Assert.Null(StatusPatch.Between(Status(), wanted));
    }

    [Fact]
    public void Between_OneFieldDiffers_IsThatFieldAlone()
    {
        var wanted = Status();
        wanted.Phase = "Running";
        Assert.Equal("""{"phase":"Running"}""", StatusPatch.Between(Status(), wanted)!.ToJsonString());
    }

    [Fact]
    public void Between_ReasonGone_IsRemoved()
    {
        var before = Status();
        before.Reason = "Evicted";
        Assert.Equal("""{"reason":null}""", StatusPatch.Between(before, Status())!.ToJsonString());
    }

    [Fact]
    public void Between_FieldsOfOthers_AreLeft()
    {
        var before = Status();
        before.NominatedNodeName = "elsewhere";
        Assert.Null(StatusPatch.Between(before, Status()));
    }

    private static V1PodStatus Status() => new() { Phase = "Pending", HostIP = "192.0.2.1", Conditions = [new V1PodCondition { Type = "Ready", Status = "False" }] };
}
