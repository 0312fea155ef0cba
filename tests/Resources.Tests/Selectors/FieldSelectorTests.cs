using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Selectors;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Selectors;

public sealed class FieldSelectorTests
{
    [Theory]
    [InlineData("v1", "Pod", "field label not supported: spec.nothing")]
    [InlineData("v1", "Node", "field label not supported: spec.nothing")]
    [InlineData("batch/v1", "Job", "field label \"spec.nothing\" not supported for Job")]
    [InlineData("v1", "ConfigMap", "\"spec.nothing\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("rbac.authorization.k8s.io/v1", "ClusterRole", "\"spec.nothing\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    public void TryParse_FieldThatTheKindHasNot_SaysSoAsKubernetes(string apiVersion, string kind, string expected)
    {
        Assert.False(FieldSelector.TryParse("metadata.name=a,spec.nothing=b", KindTable.BuiltIn.FindKind(apiVersion, kind)!, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("metadata.name=a\\", "invalid field selector: invalid escape sequence: \\")]
    [InlineData("metadata.name=\\a", "invalid field selector: invalid escape sequence: \\a")]
    [InlineData("metadata.name=a=b", "invalid field selector: unescaped character in value: 61")]
    [InlineData("metadata.name", "invalid selector: 'metadata.name'; can't understand 'metadata.name'")]
    [InlineData("metadata.name=a,spec", "invalid selector: 'metadata.name=a,spec'; can't understand 'spec'")]
    [InlineData("=a", "\"\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    public void TryParse_MalformedTerm_SaysSoAsKubernetes(string text, string expected)
    {
        Assert.False(FieldSelector.TryParse(text, KindTable.BuiltIn.FindKind("v1", "ConfigMap")!, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("metadata.name=a\\,b", "a,b")]
    [InlineData("metadata.name==a\\=b,metadata.namespace!=c", "a=b")]
    [InlineData(",metadata.name=a\\\\,", "a\\")]
    [InlineData("metadata.name!=a", null)]
    public void TryParse_EscapedValue_IsWhatItStandsFor(string text, string? name)
    {
        Assert.True(FieldSelector.TryParse(text, KindTable.BuiltIn.FindKind("v1", "ConfigMap")!, out var selector, out var error), error);
        Assert.Equal(name, selector.ExactName);
    }
}
