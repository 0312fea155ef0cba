using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

public sealed class CanonicalFormTests
{
    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"i","name":"c"}]}}""", """{"spec":{"containers":[{"name":"c","image":"i"}]}}""")]
    [InlineData("""{"spec":{"hostNetwork":false,"nodeName":"","tolerations":[],"nodeSelector":{},"volumes":null}}""", """{"spec":{"containers":null}}""")]
    [InlineData("""{"spec":{"priority":0,"automountServiceAccountToken":false,"terminationGracePeriodSeconds":0}}""", """{"spec":{"containers":null,"terminationGracePeriodSeconds":0,"automountServiceAccountToken":false,"priority":0}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"c","resources":{"limits":{"memory":"1024Mi","cpu":"1000m"}}}]}}""", """{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"1","memory":"1Gi"}}}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":0.5}}}]}}""", """{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"500m"}}}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"c","command":["a",null]}]}}""", """{"spec":{"containers":[{"name":"c","command":["a",""]}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":null}}}]}}""", """{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"0"}}}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":" 1","memory":"2Gi  "}}}]}}""", """{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"1","memory":"2Gi"}}}]}}""")]
    [InlineData("""{"spec":{"containers":[]}}""", """{"spec":{"containers":null}}""")]
    [InlineData("""{"metadata":{"labels":{"b":"2","a":null},"unknown":1}}""", """{"metadata":{"labels":{"a":"","b":"2"}}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"2026-01-02T03:04:05.999+01:00"}}""", """{"metadata":{"creationTimestamp":"2026-01-02T02:04:05Z"}}""")]
    public void Of_ADocument_IsWhatTheGoTypesWrite(string text, string canonical)
    {
        var errors = new List<string>();
        var first = CanonicalForm.Of(JsonNode.Parse(text)!.AsObject(), CoreKinds.Pods.Schema, errors);
        var second = CanonicalForm.Of(first, CoreKinds.Pods.Schema, errors);

        Assert.Equal(canonical, first.ToJsonString());
        Assert.Equal(canonical, second.ToJsonString());
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("""{"spec":1}""")]
    [InlineData("""{"spec":{"containers":{}}}""")]
    [InlineData("""{"spec":{"containers":["c"]}}""")]
    [InlineData("""{"spec":{"priority":"1"}}""")]
    [InlineData("""{"spec":{"priority":1.5}}""")]
    [InlineData("""{"spec":{"priority":3000000000}}""")]
    [InlineData("""{"spec":{"hostNetwork":"yes"}}""")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""")]
    [InlineData("""{"metadata":{"labels":[]}}""")]
    [InlineData("""{"metadata":{"name":{}}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"yesterday"}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"Thu, 01 Jan 2026 00:00:00 GMT"}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"2026-13-01T00:00:00Z"}}""")]
    [InlineData("""{"spec":{"containers":[{"resources":{"limits":{"cpu":"lots"}}}]}}""")]
    [InlineData("""{"spec":{"containers":[{"resources":{"limits":{"cpu":"1\n"}}}]}}""")]
    public void Of_AValueOfAWrongType_IsOneError(string text)
    {
        var errors = new List<string>();
        CanonicalForm.Of(JsonNode.Parse(text)!.AsObject(), CoreKinds.Pods.Schema, errors);

        Assert.Single(errors);
    }

    [Theory]
    [InlineData("""{"spec":{"priority":1.0}}""", "number 1.0 into Go struct field PodSpec.spec.priority of type int32")]
    [InlineData("""{"spec":{"priority":1e3}}""", "number 1e3 into Go struct field PodSpec.spec.priority of type int32")]
    [InlineData("""{"spec":{"priority":2147483648}}""", "number 2147483648 into Go struct field PodSpec.spec.priority of type int32")]
    [InlineData("""{"spec":{"activeDeadlineSeconds":9223372036854775808}}""", "number 9223372036854775808 into Go struct field PodSpec.spec.activeDeadlineSeconds of type int64")]
    [InlineData("""{"spec":{"priority":true}}""", "bool into Go struct field PodSpec.spec.priority of type int32")]
    [InlineData("""{"spec":{"nodeName":1.0}}""", "number into Go struct field PodSpec.spec.nodeName of type string")]
    [InlineData("""{"spec":{"containers":[{},{"ports":[{"containerPort":1.5}]}]}}""", "number 1.5 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32")]
    [InlineData("""{"spec":{"containers":[{"livenessProbe":{"httpGet":{"port":1.0}}}]}}""", "number 1.0 into Go struct field HTTPGetAction.spec.containers.livenessProbe.httpGet.port of type int32")]
    [InlineData("""{"metadata":{"creationTimestamp":1}}""", "number into Go struct field ObjectMeta.metadata.creationTimestamp of type string")]
    [InlineData("""{"spec":1}""", "number into Go struct field Pod.spec of type v1.PodSpec")]
    [InlineData("""{"metadata":[]}""", "array into Go struct field Pod.metadata of type v1.ObjectMeta")]
    [InlineData("""{"spec":{"containers":{}}}""", "object into Go struct field PodSpec.spec.containers of type []v1.Container")]
    [InlineData("""{"spec":{"containers":["c"]}}""", "string into Go struct field PodSpec.spec.containers of type v1.Container")]
    [InlineData("""{"metadata":{"labels":[]}}""", "array into Go struct field ObjectMeta.metadata.labels of type map[string]string")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "number into Go struct field ObjectMeta.metadata.labels of type string")]
    public void Of_AValueOfAWrongType_IsToldAsGoTellsIt(string text, string said)
    {
        var errors = new List<string>();
        CanonicalForm.Of(JsonNode.Parse(text)!.AsObject(), CoreKinds.Pods.Schema, errors);

        Assert.Equal([$"json: cannot unmarshal {said}"], errors);
    }

    [Theory]
    [InlineData("""{"metadata":{"creationTimestamp":"x"}}""", "parsing time \"x\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"x\" as \"2006\"")]
    [InlineData("""{"spec":{"containers":[{"resources":{"limits":{"cpu":"lots"}}}]}}""", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("""{"spec":{"containers":[{"resources":{"limits":{"cpu":""}}}]}}""", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("""{"spec":{"containers":[{"resources":{"limits":{"cpu":true}}}]}}""", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("""{"spec":{"containers":[{"resources":{"limits":{"memory":"100Mb"}}}]}}""", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("""{"spec":{"containers":[{"resources":{"limits":{"memory":"1.5.2"}}}]}}""", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("""{"spec":{"containers":[{"resources":{"limits":{"memory":"-1.5mi"}}}]}}""", "unable to parse quantity's suffix")]
    [InlineData("""{"spec":{"containers":[{"resources":{"limits":{"memory":"1e-"}}}]}}""", "unable to parse quantity's suffix")]
    public void Of_ATextOfAWrongForm_IsToldAsGoTellsIt(string text, string said)
    {
        var errors = new List<string>();
        CanonicalForm.Of(JsonNode.Parse(text)!.AsObject(), CoreKinds.Pods.Schema, errors);

        Assert.Equal([said], errors);
    }

    [Fact]
    public void Of_BytesThatAreWrapped_HaveNoLineBreaks()
    {
        var errors = new List<string>();
        var canonical = CanonicalForm.Of(JsonNode.Parse("""{"data":{"a":"aGVs\r\nbG8=\n"}}""")!.AsObject(), CoreKinds.Secrets.Schema, errors);

        Assert.Empty(errors);
        Assert.Equal("aGVsbG8=", (string?)canonical["data"]!["a"]);
    }

    [Theory]
    [InlineData("%%%", 0)]
    [InlineData("aGVs bG8=", 4)]
    [InlineData("aGVsbG8", 4)]
    [InlineData("aGVs\nbG8", 5)]
    [InlineData("aGVsbG\n8", 5)]
    [InlineData("aGVsb", 4)]
    [InlineData("aGVsé", 4)]
    [InlineData("éa", 0)]
    [InlineData("aG=", 3)]
    [InlineData("aG=x", 2)]
    [InlineData("aG==x", 4)]
    [InlineData("aGV=\n=", 5)]
    [InlineData("a===", 1)]
    [InlineData("aGVs=", 4)]
    public void Of_ASecretWhoseDataIsNotBase64_IsAnError(string data, int place)
    {
        var errors = new List<string>();
        CanonicalForm.Of(new JsonObject { ["data"] = new JsonObject { ["a"] = data } }, CoreKinds.Secrets.Schema, errors);

        Assert.Equal([$"illegal base64 data at input byte {place}"], errors);
    }

    [Theory]
    [InlineData("kind", "1", "number")]
    [InlineData("kind", "true", "bool")]
    [InlineData("apiVersion", "[\"x\"]", "array")]
    [InlineData("apiVersion", "{}", "object")]
    public void Of_AnObjectWithinWhoseTypeIsNoText_IsAnError(string name, string value, string found)
    {
        var errors = new List<string>();
        CanonicalForm.Of(JsonNode.Parse($$$"""{"{{{name}}}":{{{value}}},"spec":{"volumeClaimTemplates":[{"{{{name}}}":{{{value}}}}]}}""")!.AsObject(), AppsKinds.StatefulSets.Schema, errors);

        Assert.Equal([$"json: cannot unmarshal {found} into Go struct field PersistentVolumeClaim.spec.volumeClaimTemplates.{name} of type string"], errors);
    }

    [Fact]
    public void Of_TheTypeOfAnObjectWithin_IsKeptWhereThereIsOne()
    {
        var document = JsonNode.Parse("""{"spec":{"template":{"kind":1,"apiVersion":{}},"volumeClaimTemplates":[{"kind":"PersistentVolumeClaim","apiVersion":"v1"},{"kind":null}]}}""")!.AsObject();
        var errors = new List<string>();
        var canonical = CanonicalForm.Of(document, AppsKinds.StatefulSets.Schema, errors);

        Assert.Empty(errors);
        Assert.Equal(["unknown field \"spec.template.kind\"", "unknown field \"spec.template.apiVersion\""], StrictErrors.Of(document, AppsKinds.StatefulSets.Schema));
        Assert.Empty((JsonObject)canonical["spec"]!["template"]!);
        Assert.Equal("""[{"kind":"PersistentVolumeClaim","apiVersion":"v1"},{}]""", canonical["spec"]!["volumeClaimTemplates"]!.ToJsonString());
    }
}
