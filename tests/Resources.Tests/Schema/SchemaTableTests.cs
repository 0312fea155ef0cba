using CloudOrchestrator.Resources.Schema;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Schema;

public sealed class SchemaTableTests
{
    private static readonly SchemaTable Table = SchemaTable.BuiltIn;

    [Theory]
    [InlineData("PodSpec", "containers", "name")]
    [InlineData("Container", "ports", "containerPort,protocol")]
    [InlineData("Container", "env", "name")]
    [InlineData("Container", "command", "")]
    [InlineData("PodSpec", "tolerations", "")]
    [InlineData("PodStatus", "conditions", "type")]
    [InlineData("ServiceSpec", "ports", "port,protocol")]
    public void ListMapKeys_OfAList_AreThoseOfTheApi(string type, string field, string keys) =>
        Assert.Equal(keys, string.Join(',', Core(type).Fields[field].ListMapKeys));

    [Fact]
    public void Fields_OfAnEphemeralContainer_HoldTheInlinedOnes()
    {
        var fields = Core("EphemeralContainer").Fields;

        Assert.Contains("targetContainerName", fields);
        Assert.Contains("image", fields);
    }

    [Fact]
    public void WireFields_OfEveryType_HaveANumberOfTheirOwn() =>
        Assert.All(Table.All, type => Assert.All(type.WireFields, field => Assert.Equal(field.Key, field.Value.Number)));

    [Fact]
    public void Get_UnknownName_SaysWhichTypeIsMissing() =>
        Assert.Contains("no.such.Type", Assert.Throws<KeyNotFoundException>(() => Table.Get("no.such.Type")).Message, StringComparison.Ordinal);

    /// <summary>Two groups have a type of this name: an empty name that is given is one of the newer's alone.</summary>
    [Fact]
    public void IsPointer_OfATypeThatTwoGroupsHave_IsOfItsOwnGroup()
    {
        Assert.Equal(["appProtocol"], Pointers(Core("EndpointPort")));
        Assert.Equal(["name", "protocol", "port", "appProtocol"], Pointers(Table.Get("k8s.io.api.discovery.v1.EndpointPort")));

        static IEnumerable<string> Pointers(TypeSchema type) => type.Ordered.Where(field => field.IsPointer).Select(field => field.JsonName);
    }

    private static TypeSchema Core(string name) => Table.Get("k8s.io.api.core.v1." + name);
}
