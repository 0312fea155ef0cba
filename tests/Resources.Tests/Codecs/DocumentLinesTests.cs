using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

public class DocumentLinesTests
{
    private const string Yaml = """
        kind: Pod
        metadata:
          labels:
            app.example.com/name: a
        spec:
          containers:
          - name: a
            image: x
          - name: b
            image: y
            ports:
            - containerPort: 80
              protocol: TCP
          nothing: null
        """;

    private const string Json = """
        {"kind": "Pod",
         "metadata": {
           "labels": {
             "app.example.com/name": "a"}},
         "spec": {
           "containers": [
           { "name": "a",
             "image": "x"},
           { "name": "b",
             "image": "y",
             "ports": [
             {"containerPort": 80,
              "protocol": "TCP"}]}],
           "nothing": null
        }}
        """;

    [Theory]
    [InlineData("", 1)]
    [InlineData("kind", 1)]
    [InlineData("metadata.labels", 3)]
    [InlineData("metadata.labels.app.example.com/name", 4)]
    [InlineData("metadata.labels.app.example.com/other", 3)]
    [InlineData("spec.containers", 6)]
    [InlineData("spec.containers[0]", 7)]
    [InlineData("spec.containers[1].image", 10)]
    [InlineData(".spec.containers[name=\"b\"].image", 10)]
    [InlineData(".spec.containers[name=\"b\"].ports[containerPort=80,protocol=\"TCP\"].protocol", 13)]
    [InlineData("spec.containers[1].command", 9)]
    [InlineData("spec.containers[7].image", 6)]
    [InlineData("spec.containers[", 6)]
    [InlineData("spec.nothing.at.all", 5)]
    [InlineData("elsewhere", 1)]
    public void Of_Path_IsTheLineOfTheFieldOrTheNearestAroundIt(string path, int line)
    {
        foreach (var (isJson, text) in new[] { (false, Yaml), (true, Json) })
        {
            var lines = new DocumentLines(firstLine: 101);
            var bytes = Encoding.UTF8.GetBytes(text);
            var read = Assert.IsType<LocatedOutcome.Read>(isJson ? JsonDecoder.Locate(bytes, lines) : YamlDecoder.Locate(bytes, lines));
            Assert.Equal(line + 100, lines.Of(Assert.Single(read.Values).Value, path));
        }
    }

    [Theory]
    [InlineData("{} [] 5 null", 4)]
    [InlineData("", 0)]
    public void Locate_JsonValues_AreAllRead(string text, int count) =>
        Assert.Equal(count, Assert.IsType<LocatedOutcome.Read>(JsonDecoder.Locate(Encoding.UTF8.GetBytes(text), new DocumentLines())).Values.Count);

    [Theory]
    [InlineData("{\n\"a\": \n oops}", 3)]
    [InlineData("{}\n{", 2)]
    public void Locate_MalformedJson_SaysWhere(string text, int line)
    {
        var (message, at, _) = Assert.IsType<LocatedOutcome.Malformed>(JsonDecoder.Locate(Encoding.UTF8.GetBytes(text), new DocumentLines()));
        Assert.Equal(line, at);
        Assert.DoesNotContain("LineNumber", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_YamlWithoutADocument_HasNoValue() =>
        Assert.Empty(Assert.IsType<LocatedOutcome.Read>(YamlDecoder.Locate("# nothing\n"u8, null)).Values);

    [Fact]
    public void Of_Value_IsItsOwnLine()
    {
        var lines = new DocumentLines();
        var read = Assert.IsType<LocatedOutcome.Read>(YamlDecoder.Locate("- 5\n- 6\n"u8, lines));
        Assert.Equal(2, lines.Of(((JsonArray)read.Values[0].Value!)[1]));
        Assert.Equal(1, lines.Of(JsonValue.Create(6)));
    }
}
