using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Patching;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Patching;

/// <summary>What must hold of every patch; a failure prints its seed.</summary>
public sealed class PatchLawTests
{
    private static readonly string[] Names = ["a", "b", "c", "a/b", "~", ""];

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Gen.Int[0, 3].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
        Gen.OneOf("", "x", "y").Select(text => (JsonNode?)JsonValue.Create(text)));

    private static readonly Gen<JsonObject> Document = ObjectOf(Value(2));

    [Fact]
    public void MergePatch_AppliedTwice_IsAppliedOnce() => Gen.Select(Document, MergeOf(2)).Sample((document, patch) =>
    {
        var once = Merge(document, patch);
        return JsonNode.DeepEquals(once, Merge(once, patch));
    });

    [Fact]
    public void MergePatch_ReadBack_HoldsWhatItSet() => Gen.Select(Document, MergeOf(2)).Sample((document, patch) => Holds(Merge(document, patch), patch));

    [Fact]
    public void MergePatch_OfNothing_ChangesNothing() => Document.Sample(document => JsonNode.DeepEquals(document, Merge(document, [])));

    [Fact]
    public void MergePatch_OfScalarsAfterAnother_IsThatOfBothMerged() => Gen.Select(Document, ObjectOf(Scalar), ObjectOf(Scalar)).Sample((document, first, second) =>
        JsonNode.DeepEquals(Merge(Merge(document, first), second), Merge(document, Merge(first, second))));

    [Fact]
    public void MergePatch_LeavesDocumentAndPatchAsTheyAre() => Gen.Select(Document, MergeOf(2)).Sample((document, patch) =>
    {
        var (before, asked) = (document.ToJsonString(), patch.ToJsonString());
        Merge(document, patch);
        return document.ToJsonString() == before && patch.ToJsonString() == asked;
    });

    [Fact]
    public void JsonPatch_Add_IsReadBackByTest() => Gen.Select(Document, Gen.OneOf(Names), Value(2)).Sample((document, name, value) =>
    {
        var path = "/" + Escaped(name);
        return Patch(document, new JsonObject { ["op"] = "add", ["path"] = path, ["value"] = value?.DeepClone() }, new JsonObject { ["op"] = "test", ["path"] = path, ["value"] = value?.DeepClone() })
            is PatchOutcome.Patched patched && JsonNode.DeepEquals(patched.Document[name], value);
    });

    [Fact]
    public void JsonPatch_AddThenRemove_UndoesItself() => Gen.Select(Document, Value(2)).Sample((document, value) =>
        Patch(document, new JsonObject { ["op"] = "add", ["path"] = "/new", ["value"] = value?.DeepClone() }, new JsonObject { ["op"] = "remove", ["path"] = "/new" })
            is PatchOutcome.Patched patched && JsonNode.DeepEquals(patched.Document, document));

    [Fact]
    public void JsonPatch_Move_IsCopyAndRemove() => Gen.Select(Document, Gen.OneOf(Names), Gen.OneOf("new", "other")).Sample((document, from, to) =>
    {
        var (source, target) = ("/" + Escaped(from), "/" + to);
        var moved = Patch(document, new JsonObject { ["op"] = "move", ["from"] = source, ["path"] = target });
        var copied = Patch(document, new JsonObject { ["op"] = "copy", ["from"] = source, ["path"] = target }, new JsonObject { ["op"] = "remove", ["path"] = source });
        return document.ContainsKey(from)
            ? JsonNode.DeepEquals(((PatchOutcome.Patched)moved).Document, ((PatchOutcome.Patched)copied).Document)
            : moved is PatchOutcome.Failed && copied is PatchOutcome.Failed;
    });

    [Fact]
    public void JsonPatch_ThatFails_LeavesTheDocument() => Gen.Select(Document, Value(1)).Sample((document, value) =>
    {
        var before = document.ToJsonString();
        var outcome = Patch(document, new JsonObject { ["op"] = "add", ["path"] = "/new", ["value"] = value?.DeepClone() }, new JsonObject { ["op"] = "remove", ["path"] = "/none" });
        return outcome is PatchOutcome.Failed { Refusal: Refusal.Unprocessable } && document.ToJsonString() == before;
    });

    [Fact]
    public void StrategicMergePatch_AppliedTwice_IsAppliedOnce() => Gen.Select(Pod(deletes: false), Pod(deletes: true)).Sample((pod, patch) =>
    {
        var once = Strategic(pod, patch);
        return JsonNode.DeepEquals(once, Strategic(once, patch));
    });

    [Fact]
    public void StrategicMergePatch_ReadBack_HoldsWhatItSetAndTheRest() => Gen.Select(Pod(deletes: false), Pod(deletes: true)).Sample((pod, patch) =>
    {
        var (before, asked, after) = (Containers(pod), Containers(patch), Containers(Strategic(pod, patch)));
        return asked.All(one => IsDeletion(one.Value) ? !after.ContainsKey(one.Key) : Holds(after[one.Key], one.Value))
            && before.Where(one => !asked.ContainsKey(one.Key)).All(one => JsonNode.DeepEquals(one.Value, after[one.Key]))
            && after.Keys.All(name => before.ContainsKey(name) || asked.ContainsKey(name));
    });

    [Fact]
    public void StrategicMergePatch_InAnyOrder_HasTheOrderThatIsAsked() => Gen.Select(Pod(deletes: false), Gen.Shuffle(ContainerNames)).Sample((pod, order) =>
    {
        var patch = new JsonObject { ["spec"] = new JsonObject { ["$setElementOrder/containers"] = new JsonArray([.. order.Select(name => new JsonObject { ["name"] = name })]) } };
        var present = Containers(pod).Keys.ToHashSet();
        return Containers(Strategic(pod, patch)).Keys.SequenceEqual(order.Where(present.Contains));
    });

    [Fact]
    public void StrategicMergePatch_WithoutLists_IsAMergePatch() => Gen.Select(Labels, Labels).Sample((before, patch) =>
    {
        JsonObject Labelled(JsonObject labels) => new() { ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() } };
        return JsonNode.DeepEquals(Strategic(Labelled(before), Labelled(patch)), Merge(Labelled(before), Labelled(patch)));
    });

    private static readonly string[] ContainerNames = ["a", "b", "c", "d"];

    private static readonly Gen<JsonObject> Labels = Gen.Select(Gen.OneOf("a", "b", "c"), Gen.OneOf("1", "2")).Array[0, 3]
        .Select(pairs => new JsonObject(pairs.DistinctBy(pair => pair.Item1).Select(pair => KeyValuePair.Create(pair.Item1, (JsonNode?)pair.Item2))));

    private static Gen<JsonObject> Pod(bool deletes) =>
        Gen.Select(Gen.OneOf(ContainerNames), Gen.OneOf("1", "2"), Gen.Bool, Gen.Int[0, deletes ? 3 : 0]).Array[0, 4].Select(containers => new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray([.. containers.DistinctBy(one => one.Item1).Select(one => one.Item4 == 3
                    ? new JsonObject { ["name"] = one.Item1, ["$patch"] = "delete" }
                    : one.Item3 ? new JsonObject { ["name"] = one.Item1, ["image"] = one.Item2 }
                    : new JsonObject { ["name"] = one.Item1, ["env"] = new JsonArray(new JsonObject { ["name"] = "E" + one.Item2, ["value"] = one.Item2 }) })]),
            },
        });

    private static Dictionary<string, JsonObject> Containers(JsonObject pod) =>
        pod.Objects("spec", "containers").ToDictionary(container => container.Text("name")!);

    private static bool IsDeletion(JsonObject container) => container.Text("$patch") == "delete";

    private static JsonObject Strategic(JsonObject document, JsonObject patch) =>
        Assert.IsType<PatchOutcome.Patched>(StrategicMergePatch.Apply(document, patch, CoreKinds.Pods.Schema)).Document;

    private static JsonObject Merge(JsonObject document, JsonObject patch) => Assert.IsType<PatchOutcome.Patched>(MergePatch.Apply(document, patch)).Document;

    private static PatchOutcome Patch(JsonObject document, params JsonObject[] operations) =>
        JsonPatch.Apply(document, JsonPatch.Read(Encoding.UTF8.GetBytes(new JsonArray([.. operations]).ToJsonString()), []).Operations!);

    private static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Whether a document says all that a merge patch sets; lists of objects by their place.</summary>
    private static bool Holds(JsonNode? document, JsonNode? patch) => patch switch
    {
        JsonObject members => document is JsonObject owner && members.All(member => member.Value is null ? owner[member.Key] is null : Holds(owner[member.Key], member.Value)),
        JsonArray elements when elements.Any(element => element is JsonObject) =>
            document is JsonArray list && elements.All(element => list.Any(one => Holds(one, element))),
        _ => JsonNode.DeepEquals(document, patch),
    };

    private static Gen<JsonNode?> Value(int depth) => depth == 0 ? Scalar
        : Gen.OneOf(Scalar, ObjectOf(Value(depth - 1)).Select(one => (JsonNode?)one), Scalar.Array[0, 3].Select(list => (JsonNode?)new JsonArray([.. list.Select(one => one?.DeepClone())])));

    /// <summary>Merge patches: as values, with nulls.</summary>
    private static Gen<JsonObject> MergeOf(int depth) =>
        ObjectOf(Gen.OneOf(Gen.Const((JsonNode?)null), depth == 0 ? Scalar : Gen.OneOf(Value(depth - 1), MergeOf(depth - 1).Select(one => (JsonNode?)one))));

    private static Gen<JsonObject> ObjectOf(Gen<JsonNode?> value) => Gen.Select(Gen.OneOf(Names), value).Array[0, 4]
        .Select(pairs => new JsonObject(pairs.DistinctBy(pair => pair.Item1).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2?.DeepClone()))));
}
