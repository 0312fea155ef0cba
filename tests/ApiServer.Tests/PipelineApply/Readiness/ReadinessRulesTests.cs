using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.PipelineApply.Readiness;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply.Readiness;

/// <summary>Kinds, some of them not served yet, and what their status says.</summary>
public class ReadinessRulesTests
{
    [Theory]
    [InlineData("apps", "StatefulSet", """{"metadata":{"generation":2},"spec":{"replicas":3},"status":{"observedGeneration":1}}""", "waiting: the change to be observed")]
    [InlineData("apps", "StatefulSet", """{"metadata":{"generation":1},"spec":{"replicas":3},"status":{"observedGeneration":1,"readyReplicas":1}}""", "waiting: 2 pods to be ready")]
    [InlineData("apps", "StatefulSet", """{"metadata":{"generation":1},"spec":{"replicas":3},"status":{"observedGeneration":1,"readyReplicas":3,"updatedReplicas":1,"currentRevision":"a","updateRevision":"b"}}""", "waiting: 1 pods at revision b, of 3")]
    [InlineData("apps", "StatefulSet", """{"metadata":{"generation":1},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":1}}},"status":{"observedGeneration":1,"readyReplicas":3,"updatedReplicas":1,"currentRevision":"a","updateRevision":"b"}}""", "waiting: 1 out of 2 new pods have been updated")]
    [InlineData("apps", "StatefulSet", """{"metadata":{"generation":1},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":1}}},"status":{"observedGeneration":1,"readyReplicas":3,"updatedReplicas":2,"currentRevision":"a","updateRevision":"b"}}""", "ready")]
    [InlineData("apps", "StatefulSet", """{"metadata":{"generation":1},"spec":{"replicas":3},"status":{"observedGeneration":1,"readyReplicas":3,"updatedReplicas":3,"currentRevision":"b","updateRevision":"b"}}""", "ready")]
    [InlineData("apps", "StatefulSet", """{"metadata":{"generation":1},"spec":{"replicas":1,"updateStrategy":{"type":"OnDelete"}},"status":{"observedGeneration":1,"readyReplicas":1,"currentRevision":"a","updateRevision":"b"}}""", "ready")]
    [InlineData("apps", "DaemonSet", """{"metadata":{"generation":1},"status":{"observedGeneration":1,"desiredNumberScheduled":2,"updatedNumberScheduled":1}}""", "waiting: 1 out of 2 new pods have been updated")]
    [InlineData("apps", "DaemonSet", """{"metadata":{"generation":1},"status":{"observedGeneration":1,"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberAvailable":1}}""", "waiting: 1 of 2 updated pods are available")]
    [InlineData("apps", "DaemonSet", """{"metadata":{"generation":1},"status":{"observedGeneration":1,"desiredNumberScheduled":0}}""", "ready")]
    [InlineData("apps", "Deployment", """{"metadata":{"generation":1},"spec":{"replicas":0},"status":{"observedGeneration":1}}""", "ready")]
    [InlineData("batch", "Job", """{"spec":{"completions":3},"status":{"succeeded":1}}""", "waiting: 1 of 3 completions")]
    [InlineData("batch", "Job", """{"status":{"conditions":[{"type":"Complete","status":"True"}]}}""", "ready")]
    [InlineData("batch", "Job", """{"status":{"conditions":[{"type":"Failed","status":"True","reason":"BackoffLimitExceeded","message":"Job has reached the specified backoff limit"}]}}""", "failed: the job failed: BackoffLimitExceeded: Job has reached the specified backoff limit")]
    [InlineData("", "Pod", "{}", "waiting: phase Pending")]
    [InlineData("", "Pod", """{"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/1 nodes are available"}]}}""", "waiting: phase Pending, Unschedulable: 0/1 nodes are available")]
    [InlineData("", "Pod", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"False","reason":"ContainersNotReady","message":"containers with unready status: [a]"}]}}""", "waiting: phase Running, ContainersNotReady: containers with unready status: [a]")]
    [InlineData("", "Pod", """{"status":{"phase":"Succeeded"}}""", "ready")]
    [InlineData("", "Pod", """{"status":{"phase":"Failed","reason":"Evicted","message":"too much"}}""", "failed: the pod failed: Evicted: too much")]
    [InlineData("", "PersistentVolumeClaim", """{"status":{"phase":"Pending"}}""", "waiting: phase Pending")]
    [InlineData("", "PersistentVolumeClaim", """{"status":{"phase":"Bound"}}""", "ready")]
    [InlineData("", "PersistentVolumeClaim", """{"status":{"phase":"Lost"}}""", "failed: its volume is lost")]
    [InlineData("", "Namespace", """{"status":{"phase":"Active"}}""", "ready")]
    [InlineData("", "Namespace", """{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"},"status":{"phase":"Terminating"}}""", "failed: it is being deleted")]
    [InlineData("apiextensions.k8s.io", "CustomResourceDefinition", "{}", "waiting: it to be established")]
    [InlineData("apiextensions.k8s.io", "CustomResourceDefinition", """{"status":{"conditions":[{"type":"Established","status":"True"}]}}""", "ready")]
    [InlineData("apiextensions.k8s.io", "CustomResourceDefinition", """{"status":{"conditions":[{"type":"NamesAccepted","status":"False","reason":"ListKindConflict","message":"taken"}]}}""", "failed: its names are taken: ListKindConflict: taken")]
    public void Of_Document_IsAsItsStatusSays(string group, string kind, string document, string expected)
    {
        var type = CoreKinds.ConfigMaps with { Group = group, Kind = kind };
        Assert.True(ReadinessRules.Know(type));
        var state = ReadinessRules.Of(type, (JsonObject)JsonNode.Parse(document)!);
        Assert.Equal(expected, state switch
        {
            ReadinessState.Waiting(var what) => $"waiting: {what}",
            ReadinessState.Failed(var why) => $"failed: {why}",
            _ => "ready",
        });
    }

    [Fact]
    public void Know_OtherKinds_AreReadyWhenStored() => Assert.False(ReadinessRules.Know(CoreKinds.ConfigMaps));

    /// <summary>What a status holds of the wrong type must not break the wait.</summary>
    [Theory]
    [InlineData("""{"metadata":{"generation":"x"},"spec":[],"status":{"conditions":{},"observedGeneration":{},"phase":5}}""")]
    [InlineData("""{"status":{"conditions":[5,{"type":5}]}}""")]
    public void Of_OddDocument_Waits(string document)
    {
        foreach (var kind in KindTable.BuiltIn.All.Where(ReadinessRules.Know))
        {
            Assert.IsType<ReadinessState.Waiting>(ReadinessRules.Of(kind, (JsonObject)JsonNode.Parse(document)!));
        }
    }
}
