using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

/// <summary>The stored objects of all kinds' cases, changed at random as the server may change them: what is settled is what is made canonical anew.</summary>
public sealed class SettledFormTests
{
    private const int ChangedCopies = 40;

    public static TheoryData<string> Cases() => [.. Directory.EnumerateFiles(Folder(), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Of_ACanonicalDocumentThatWasChanged_IsItsCanonicalForm(string name)
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
            var wanted = CanonicalForm.Of(changed, schema, errors).ToJsonString();

            // The server sets nothing that is no value of its field, such as an empty quantity.
            if (errors.Count == 0)
            {
                compared++;
                Assert.Equal(wanted, SettledForm.Of(changed, schema).ToJsonString());
            }
        }

        Assert.True(compared > ChangedCopies / 4, $"{compared} copies were compared");
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
