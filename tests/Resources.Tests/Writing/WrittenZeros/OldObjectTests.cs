using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Batch;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing.WrittenZeros;

/// <summary>An object that was stored before zero values were: without them it is the same, and the next write adds them.</summary>
public sealed class OldObjectTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ResourceKind Kind = BatchKinds.Jobs;

    [Fact]
    public void Update_OfALabel_AddsThemAndIsNoChangeOfTheSpec()
    {
        var old = Old();
        var wanted = (JsonObject)old.DeepClone();
        wanted.Ensure("metadata").Ensure("labels")["x"] = "y";

        var (stored, refusal) = Preparation.Update(Kind, wanted, old, World.As("a"), Now);

        Assert.Null(refusal);
        Assert.Equal(1, stored.Integer("metadata", "generation"));
        Assert.Equal("{}", Template(stored!)["resources"]?.ToJsonString());
        Assert.Equal("0", Template(stored!).Objects("env").Single().Text("valueFrom", "resourceFieldRef", "divisor"));
        Assert.Equal("{}", stored!["status"]?.ToJsonString());
    }

    [Fact]
    public void Update_Twice_ChangesNothingTheSecondTime()
    {
        var old = Old();
        var (first, _) = Preparation.Update(Kind, (JsonObject)old.DeepClone(), old, World.As("a"), Now);

        var (second, _) = Preparation.Update(Kind, (JsonObject)old.DeepClone(), first!, World.As("a"), Now);

        Assert.Same(first, second);
    }

    [Fact]
    public void StatusWrite_WhereTheSpecBreaksARuleByNow_IsDone()
    {
        var old = Old();
        Template(old)["image"] = "";
        var wanted = (JsonObject)old.DeepClone();
        wanted.Ensure("status")["active"] = 1;

        var (stored, refusal) = Preparation.Update(Kind, wanted, old, World.As("a", Subresource.Status), Now);

        Assert.Null(refusal);
        Assert.Equal(1, stored.Integer("status", "active"));
        wanted.Ensure("metadata").Ensure("labels")["x"] = "y";
        Assert.IsType<Refusal.Invalid>(Preparation.Update(Kind, wanted, old, World.As("a"), Now).Refusal);
    }

    [Fact]
    public void StatusWrite_IsNoChangeOfTheSpec()
    {
        var old = Old();
        var wanted = (JsonObject)old.DeepClone();
        wanted["status"] = new JsonObject { ["active"] = 1 };

        var (stored, refusal) = Preparation.Update(Kind, wanted, old, World.As("a", Subresource.Status), Now);

        Assert.Null(refusal);
        Assert.Equal((1, 1), (stored.Integer("metadata", "generation"), stored.Integer("status", "active")));
    }

    private static JsonObject Old()
    {
        var (job, _) = Preparation.Create(
            Kind,
            "default",
            Yaml.Parse("""
                metadata: {name: j, labels: {a: b}}
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      containers: [{name: c, image: "i:1", env: [{name: E, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]}]
                """),
            World.As("a"),
            Now,
            static () => "x");
        var old = CanonicalForm.Of(job!, Kind.Schema, []);
        old.Remove("status");
        Assert.True(Template(old).Remove("resources"));
        Assert.True(Template(old).Objects("env").Single().At("valueFrom", "resourceFieldRef")!.AsObject().Remove("divisor"));
        return old;
    }

    private static JsonObject Template(JsonObject job) => job.Objects("spec", "template", "spec", "containers").Single();
}
