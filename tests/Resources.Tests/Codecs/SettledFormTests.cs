using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Schema;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

/// <summary>The stored objects of all kinds' cases, changed at random as the server may change them: what is settled is what is made canonical anew, with
/// the zero values of its types.</summary>
public sealed class SettledFormTests
{
    private const int ChangedCopies = 40;

    public static TheoryData<string> Cases() => [.. Directory.EnumerateFiles(Folder(), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Of_ACanonicalDocumentThatWasChanged_IsItsCanonicalFormInFull(string name)
    {
        var stored = Yaml.ParseAll(await File.ReadAllTextAsync(Path.Combine(Folder(), name + ".yaml"), World.Token))[1];
        var schema = KindTable.BuiltIn.FindKind(stored.Text("apiVersion")!, stored.Text("kind")!)!.Schema;
        var canonical = CanonicalForm.Of(stored, schema, []);
        var compared = 0;
        for (var seed = 0; seed < ChangedCopies; seed++)
        {
            var changed = canonical.DeepClone().AsObject();
            Change(changed, new Random(seed));
            var errors = new List<string>();
            var wanted = SettledForm.Of(CanonicalForm.Of(changed, schema, errors), schema).ToJsonString();

            // The server sets nothing that is no value of its field, such as an empty quantity.
            if (errors.Count == 0)
            {
                compared++;
                var settled = SettledForm.Of(changed, schema);
                Assert.Equal(wanted, settled.ToJsonString());
                AssertIsFull(settled, schema, "");
                Assert.Equal(wanted, SettledForm.Of(CanonicalForm.Of(settled, schema, []), schema).ToJsonString());
            }
        }

        Assert.True(compared > ChangedCopies / 4, $"{compared} copies were compared");
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{}]}}""", """{"spec":{"containers":[{"name":"","resources":{}}]},"status":{}}""")]
    [InlineData("""{"spec":{"containers":[null]}}""", """{"spec":{"containers":[{"name":"","resources":{}}]},"status":{}}""")]
    [InlineData("""{"spec":{}}""", """{"spec":{"containers":null},"status":{}}""")]
    [InlineData("""{"spec":{"containers":null,"readinessGates":[{}],"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{}]}}}}""",
        """{"spec":{"containers":null,"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":0,"preference":{}}]}},"readinessGates":[{"conditionType":""}]},"status":{}}""")]
    [InlineData("""{"spec":{"containers":null,"volumes":[{"name":"v","ephemeral":{"volumeClaimTemplate":{"spec":{"dataSource":{"kind":"k","name":"n"}}}}}]}}""",
        """{"spec":{"volumes":[{"name":"v","ephemeral":{"volumeClaimTemplate":{"metadata":{},"spec":{"resources":{},"dataSource":{"apiGroup":null,"kind":"k","name":"n"}}}}}],"containers":null},"status":{}}""")]
    public void Of_ADocumentThatLacksWhatItsTypesWrite_HasTheirZeroValues(string given, string wanted)
    {
        var schema = KindTable.BuiltIn.FindKind("v1", "Pod")!.Schema;
        Assert.Equal(wanted, SettledForm.Of(CanonicalForm.Of(JsonNode.Parse(given)!.AsObject(), schema, []), schema).ToJsonString());
        Assert.Equal(wanted, SettledForm.Of(JsonNode.Parse(given)!.AsObject(), schema).ToJsonString());
    }

    [Theory]
    [InlineData("Deployment", """{"spec":{"selector":null,"template":{"metadata":{},"spec":{"containers":null}},"strategy":{}},"status":{}}""")]
    [InlineData("ControllerRevision", """{"data":null,"revision":0}""")]
    public void Of_AnEmptyDocument_HasNullForPointersAndForWhatIsAnything(string kind, string wanted)
    {
        var schema = KindTable.BuiltIn.FindKind("apps/v1", kind)!.Schema;
        Assert.Equal(wanted, SettledForm.Of([], schema).ToJsonString());
    }

    [Fact]
    public void Of_ASettledDocument_KeepsItsNodes()
    {
        var schema = KindTable.BuiltIn.FindKind("v1", "Pod")!.Schema;
        var document = CanonicalForm.Of(JsonNode.Parse("""{"spec":{"containers":[{"name":"a","image":"b"}]}}""")!.AsObject(), schema, []);
        var container = document["spec"]!["containers"]![0];

        Assert.Same(document, SettledForm.Of(document, schema));
        Assert.Same(container, document["spec"]!["containers"]![0]);
    }

    /// <summary>Fails at a field that its type writes always and that is not there.</summary>
    private static void AssertIsFull(JsonObject members, TypeSchema type, string at)
    {
        foreach (var field in type.Ordered)
        {
            Assert.True(!field.Written || members.ContainsKey(field.JsonName), $"{at}.{field.JsonName} is missing");
            IEnumerable<JsonNode?> inner = members[field.JsonName] switch
            {
                JsonObject map when field.Map => map.Select(member => member.Value),
                JsonArray list => list,
                var one => [one],
            };
            foreach (var one in field.Type is null ? [] : inner.OfType<JsonObject>())
            {
                AssertIsFull(one, field.Type!, $"{at}.{field.JsonName}");
            }
        }
    }

    private static void Change(JsonNode node, Random random)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var element in list.OfType<JsonNode>().ToList())
                {
                    Change(element, random);
                }

                if (random.Next(12) == 0)
                {
                    list.Clear();
                }

                break;
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    Change(members, name, value, random);
                }

                break;
        }
    }

    private static void Change(JsonObject members, string name, JsonNode? value, Random random)
    {
        if (value is not null)
        {
            Change(value, random);
        }

        switch (random.Next(10))
        {
            case 0:
                members.Remove(name);
                break;
            case 1:
                // It comes last.
                members.Remove(name);
                members[name] = value;
                break;
            case 2:
                members[name] = null;
                break;
            case 3 when value is JsonObject or JsonArray:
                members[name] = value is JsonObject ? new JsonObject() : new JsonArray();
                break;
            case 3 when value?.GetValueKind() is System.Text.Json.JsonValueKind.String:
                members[name] = "";
                break;
            case 3 when value?.GetValueKind() is System.Text.Json.JsonValueKind.Number:
                members[name] = 0;
                break;
        }
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Kinds", "Defaults", "cases");
}
