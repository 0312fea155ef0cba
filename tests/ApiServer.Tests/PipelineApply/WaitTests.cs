using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

/// <summary>Waiting until what was applied is ready, as its client sees it come.</summary>
public class WaitTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private readonly TestServer _server = fixture.Server;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Wait_Rollout_IsToldAsItComes(string version)
    {
        var name = $"rollout-{version.Replace('.', '-')}";
        using var report = await ReportReader.OpenAsync(_server, Objects.Deployment(name) + "\n---\n" + Applies.ConfigMap(name), "?wait=60s", new Version(version));
        await report.UntilAsync($"deployment.apps/{name} created");
        await report.UntilAsync($"configmap/{name} created");
        await report.UntilAsync($"waiting for deployment.apps/{name}: the change to be observed");
        await StatusAsync(name, """{"observedGeneration":1,"replicas":1,"updatedReplicas":1}""");
        await report.UntilAsync($"waiting for deployment.apps/{name}: 1 out of 2 new replicas have been updated");
        await StatusAsync(name, """{"observedGeneration":1,"replicas":3,"updatedReplicas":2}""");
        await report.UntilAsync($"waiting for deployment.apps/{name}: 1 old replicas are pending termination");
        await StatusAsync(name, """{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":1}""");
        await report.UntilAsync($"waiting for deployment.apps/{name}: 1 of 2 updated replicas are available");
        await StatusAsync(name, """{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2}""");
        Assert.Equal([$"deployment.apps/{name} ready", "result: ok"], await report.RestAsync());
        Assert.Equal(version == "2.0" ? "ok" : null, report.Trailer);
    }

    [Fact]
    public async Task Wait_DeadlineExceeded_FailsAndTheOthersAreWaitedFor()
    {
        using var report = await ReportReader.OpenAsync(_server, Objects.Deployment("stuck") + "\n---\n" + Objects.Pod("one"), "?wait=60s");
        await report.UntilAsync("waiting for deployment.apps/stuck: the change to be observed");
        await StatusAsync("stuck", """{"observedGeneration":1,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"ReplicaSet \"stuck-1\" has timed out progressing."}]}""");
        await report.UntilAsync("deployment.apps/stuck failed: document 1, line 1: it exceeded its progress deadline: ReplicaSet \"stuck-1\" has timed out progressing.");
        await _server.PatchAsync("/api/v1/namespaces/default/pods/one/status", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""", "application/merge-patch+json").JsonAsync();
        Assert.Equal(["pod/one ready", "result: failed"], await ReadyAsync(report, "pod/one"));
        Assert.Equal("failed", report.Trailer);
    }

    [Fact]
    public async Task Wait_OtherKinds_AreReadyByTheirOwnStatus()
    {
        const string File = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: once}
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "sample:1"}]}}}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: disk}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec:
              serviceName: db
              selector: {matchLabels: {app: db}}
              template: {metadata: {labels: {app: db}}, spec: {containers: [{name: a, image: "sample:1"}]}}
            """;
        using var report = await ReportReader.OpenAsync(_server, File, "?wait=60s");
        await report.UntilAsync("statefulset.apps/db created");
        await StatusOfAsync("/api/v1/namespaces/default/persistentvolumeclaims/disk", """{"phase":"Bound"}""");
        await report.UntilAsync("persistentvolumeclaim/disk ready");
        await StatusOfAsync("/apis/apps/v1/namespaces/default/statefulsets/db", """{"observedGeneration":1,"replicas":1,"readyReplicas":1,"currentReplicas":1,"updatedReplicas":1,"currentRevision":"db-1","updateRevision":"db-1"}""");
        await report.UntilAsync("statefulset.apps/db ready");
        await StatusOfAsync("/apis/batch/v1/namespaces/default/jobs/once", """{"startTime":"2026-01-01T00:00:00Z","failed":1,"conditions":[{"type":"FailureTarget","status":"True"},{"type":"Failed","status":"True","reason":"BackoffLimitExceeded","message":"Job has reached the specified backoff limit"}]}""");
        Assert.Equal(["job.batch/once failed: document 1, line 1: the job failed: BackoffLimitExceeded: Job has reached the specified backoff limit", "result: failed"], await report.RestAsync());
    }

    [Fact]
    public async Task Wait_NotApplied_FailsThoughTheRestIsReady()
    {
        using var report = await ReportReader.OpenAsync(_server, Applies.ConfigMap("fine") + Applies.ConfigMap("Not_Valid"), "?wait=60s");
        var lines = await report.RestAsync();
        Assert.Equal("configmap/fine created", lines[0]);
        Assert.StartsWith("configmap/Not_Valid failed: ", lines[1], StringComparison.Ordinal);
        Assert.Equal("result: failed", lines[^1]);
    }

    [Fact]
    public async Task Wait_Deleted_Fails()
    {
        using var report = await ReportReader.OpenAsync(_server, Objects.Deployment("deleted"), "?wait=60s");
        await report.UntilAsync("waiting for deployment.apps/deleted: the change to be observed");
        await _server.SendAsync(HttpMethod.Delete, Deployments + "/deleted").JsonAsync();
        Assert.Equal(["deployment.apps/deleted failed: document 1, line 1: it was deleted", "result: failed"], await report.RestAsync());
    }

    [Fact]
    public async Task Wait_BadDocuments_Is422BeforeAnythingIsSent() =>
        Assert.Equal(["failed: document 1, line 1: not an object: it has to have apiVersion, kind and metadata"], await _server.ApplyAsync("5", "?wait=60s", code: 422));

    [Fact]
    public async Task Wait_Json_IsOneDocumentInTheEnd()
    {
        // Nothing is said before the end: that the pod is there has to be seen elsewhere.
        await using var watch = await WatchReader.OpenAsync(_server, "/api/v1/namespaces/default/pods?watch=1&fieldSelector=metadata.name%3Ddone");
        using var report = await ReportReader.OpenAsync(_server, Objects.Pod("done") + "\n---\n" + Applies.ConfigMap("stored"), "?wait=60s", accept: "application/json");
        await watch.NextAsync("ADDED");
        await StatusOfAsync("/api/v1/namespaces/default/pods/done", """{"phase":"Succeeded"}""");
        var document = JsonNode.Parse(string.Concat(await report.RestAsync()))!;
        Assert.Equal("ok", (string?)document["result"]);
        Assert.All(document["objects"]!.AsArray(), item => Assert.True((bool?)item!["ready"]));
    }

    [Fact]
    public async Task Wait_TimeIsOver_SaysWhatWasNotReady()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens, WatchDurationMax = TimeSpan.FromSeconds(210) }, time: time);
        var (_, message) = await server.PostAsync("/apply?wait=4m", Applies.ConfigMap("a"), Applies.Yaml).StatusAsync(422, "Invalid");
        Assert.Contains("must be at most 3m30s", message, StringComparison.Ordinal);

        using var report = await ReportReader.OpenAsync(server, Objects.Deployment("slow"), "?wait=100s");
        await report.UntilAsync("waiting for deployment.apps/slow: the change to be observed");
        var filler = report.UntilAsync("still waiting for 1 object: deployment.apps/slow: the change to be observed");
        while (await Task.WhenAny(filler, Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken)) != filler)
        {
            // The server may only now begin to wait; the line is due when it has waited for the whole of the silence.
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await filler;
        var rest = report.RestAsync();
        while (await Task.WhenAny(rest, Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken)) != rest)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["deployment.apps/slow failed: document 1, line 1: not ready after 1m40s: the change to be observed", "result: failed"], (await rest).TakeLast(2));
    }

    [Fact]
    public async Task Wait_ServerStops_EndsWithAReason()
    {
        await using var server = await TestServer.StartAsync();
        using var report = await ReportReader.OpenAsync(server, Objects.Deployment("cut"), "?wait=60s");
        await report.UntilAsync("waiting for deployment.apps/cut: the change to be observed");
        server.Stop();
        Assert.Equal(
            ["deployment.apps/cut failed: document 1, line 1: the server stops before it is ready; apply again to wait on: the change to be observed", "result: failed"],
            await report.RestAsync());
    }

    [Fact]
    public async Task Wait_Many_TakeNoRoomFromOthers()
    {
        using var first = await ReportReader.OpenAsync(_server, Objects.Deployment("room"), "?wait=60s");
        await first.UntilAsync("waiting for deployment.apps/room: the change to be observed");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _server.SendAsync(HttpMethod.Get, Deployments + "/room")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await StatusAsync("room", """{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2}""");
        Assert.Equal("result: ok", (await first.RestAsync())[^1]);
    }

    private static async Task<IEnumerable<string>> ReadyAsync(ReportReader report, string shown) =>
        (await report.RestAsync()).Where(line => !line.StartsWith($"waiting for {shown}", StringComparison.Ordinal));

    private Task StatusAsync(string deployment, string status) => StatusOfAsync($"{Deployments}/{deployment}", status);

    private async Task StatusOfAsync(string path, string status)
    {
        using var answer = await _server.PatchAsync(path + "/status", $$"""[{"op":"add","path":"/status","value":{{status}}}]""", "application/json-patch+json");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
