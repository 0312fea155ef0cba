using CloudOrchestrator.ApiServer.Negotiation;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Negotiation;

public class NegotiatorTests
{
    private const string KubectlGet = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

    [Theory]
    [InlineData("", "Json", "Object")]
    [InlineData("*/*", "Json", "Object")]
    [InlineData("application/*", "Json", "Object")]
    [InlineData("application/json, */*", "Json", "Object")]
    [InlineData("application/yaml", "Yaml", "Object")]
    [InlineData("application/json;q=0.5,application/yaml", "Yaml", "Object")]
    [InlineData("application/yaml;q=0.2,application/json;q=0.3", "Json", "Object")]
    [InlineData("application/vnd.kubernetes.protobuf,application/json", "Json", "Object")]
    [InlineData("application/json;charset=utf-8", "Json", "Object")]
    [InlineData("APPLICATION/JSON", "Json", "Object")]
    [InlineData(KubectlGet, "Json", "Table")]
    [InlineData("application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "Json", "PartialObject")]
    [InlineData("application/json;as=Chart;v=v1;g=meta.k8s.io,application/json", "Json", "Object")]
    [InlineData("application/json;as=Table;v=v9;g=meta.k8s.io,application/json", "Json", "Object")]
    public void Negotiate_Accepted_TakesTheMostWanted(string accept, string format, string shape)
    {
        var representation = Negotiator.Negotiate(Request(accept), shapes: true);

        Assert.NotNull(representation);
        Assert.Equal((format, shape), (representation.Format.ToString(), representation.Shape.ToString()));
    }

    [Theory]
    [InlineData("application/vnd.kubernetes.protobuf")]
    [InlineData("text/html")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json;as=Table;v=v9;g=meta.k8s.io")]
    [InlineData("application/json;as=PartialObjectMetadata")]
    [InlineData("application/json;as=PartialObjectMetadata;v=v1")]
    [InlineData("application/json;as=PartialObjectMetadataList;g=meta.k8s.io")]
    [InlineData(",;=,")]
    public void Negotiate_NothingServed_IsNone(string accept) => Assert.Null(Negotiator.Negotiate(Request(accept), shapes: true));

    [Fact]
    public void Negotiate_ShapeWhereThereIsNone_TakesTheNext() =>
        Assert.Equal(AnswerShape.Object, Negotiator.Negotiate(Request(KubectlGet), shapes: false)?.Shape);

    [Theory]
    [InlineData("application/vnd.kubernetes.protobuf,application/json", "Protobuf", "Object")]
    [InlineData("application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1,application/json;as=Table;g=meta.k8s.io;v=v1", "Json", "Table")]
    [InlineData("application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "Protobuf", "PartialObject")]
    public void Negotiate_WhereThereIsProtobuf_TakesTheMostWanted(string accept, string format, string shape)
    {
        var representation = Negotiator.Negotiate(Request(accept), shapes: true, ProtobufForms.All);

        Assert.Equal((format, shape), (representation?.Format.ToString(), representation?.Shape.ToString()));
    }

    [Theory]
    [InlineData("application/vnd.kubernetes.protobuf", "")]
    [InlineData("application/vnd.kubernetes.protobuf,application/json", "Json Object")]
    [InlineData("application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json", "Protobuf PartialObject")]
    [InlineData("application/vnd.kubernetes.protobuf;as=PartialObjectMetadata,application/json", "Json Object")]
    public void Negotiate_WhereThereIsProtobufOfMetadataAlone_TakesTheMostWanted(string accept, string wanted)
    {
        var representation = Negotiator.Negotiate(Request(accept), shapes: true, ProtobufForms.MetadataAlone);

        Assert.Equal(wanted, representation is null ? "" : $"{representation.Format} {representation.Shape}");
    }

    [Theory]
    [InlineData("curl/7.88", "", true)]
    [InlineData("curl/7.88", "?pretty=false", false)]
    [InlineData("kubectl/v1.33", "", false)]
    [InlineData("kubectl/v1.33", "?pretty=true", true)]
    public void Negotiate_Pretty_FollowsQueryAndAgent(string agent, string query, bool pretty)
    {
        var request = Request("");
        request.Headers.UserAgent = agent;
        request.QueryString = new QueryString(query);
        Assert.Equal(pretty, Negotiator.Negotiate(request, shapes: true)?.Pretty);
    }

    private static HttpRequest Request(string accept)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Accept = accept;
        return http.Request;
    }
}
