using CloudOrchestrator.ApiServer.Tests.CustomResources;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

/// <summary>Files that hold definitions of custom resources, and what is of their kinds.</summary>
public class DefinitionFileTests(CustomServerFixture fixture) : IClassFixture<CustomServerFixture>
{
    private readonly TestServer _server = fixture.Server;

    /// <summary>What is of a kind is checked against the definition in the same file, whether that is new or changes one that is served.</summary>
    [Fact]
    public async Task Apply_DefinitionWithItsInstance_ChecksItAgainstThatDefinition()
    {
        Assert.Equal(
            ["bar.changing.example.com/first failed: document 1, line 1: spec.sise: field not declared in schema"],
            await _server.ApplyAsync(File("size: {type: integer}", "sise: 3"), code: 422));
        Assert.Equal(
            ["customresourcedefinition.apiextensions.k8s.io/bars.changing.example.com created", "bar.changing.example.com/first created"],
            await _server.ApplyAsync(File("size: {type: integer}", "size: 3")));
        Assert.Equal(
            ["customresourcedefinition.apiextensions.k8s.io/bars.changing.example.com configured", "bar.changing.example.com/first configured"],
            await _server.ApplyAsync(File("size: {type: integer}, hue: {type: string}", "size: 3, hue: red")));
        var bar = await _server.SendAsync(HttpMethod.Get, "/apis/changing.example.com/v1/namespaces/default/bars/first").JsonAsync();
        Assert.Equal("red", (string?)bar["spec"]!["hue"]);
    }

    private static string File(string fields, string spec) => """
        {apiVersion: changing.example.com/v1, kind: Bar, metadata: {name: first}, spec: {SPEC}}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: bars.changing.example.com}
        spec:
          group: changing.example.com
          scope: Namespaced
          names: {plural: bars, kind: Bar}
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {FIELDS}}}}}
        """.Replace("SPEC", spec, StringComparison.Ordinal).Replace("FIELDS", fields, StringComparison.Ordinal);
}
