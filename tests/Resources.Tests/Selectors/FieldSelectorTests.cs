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
}
