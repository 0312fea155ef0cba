using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing.ManagedFields;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing.ManagedFields;

public sealed class ConfigCheckTests
{
    [Theory]
    [InlineData("{spec: {foo: 1}}", ".spec.foo: field not declared in schema")]
    [InlineData("{spec: {containers: [{name: c, foo: 1}]}}", ".spec.containers[name=\"c\"].foo: field not declared in schema")]
    [InlineData("{spec: {containers: [{image: c}]}}", ".spec.containers: element 0: associative list with keys has an element that omits key field \"name\" (and doesn't have default value)")]
    [InlineData("{spec: {containers: [null]}}", ".spec.containers: element 0: associative list with keys may not have a null element")]
    [InlineData("{spec: {containers: [a]}}", ".spec.containers: element 0: associative list with keys may not have non-map elements")]
    [InlineData("{spec: {containers: [{name: c}, {name: c}]}}", ".spec.containers: duplicate entries for key [name=\"c\"]")]
    [InlineData("{spec: {containers: [{name: c, ports: [{containerPort: 80}, {containerPort: 80, protocol: TCP}]}]}}", ".spec.containers[name=\"c\"].ports: duplicate entries for key [containerPort=80,protocol=\"TCP\"]")]
    [InlineData("{spec: {containers: {a: 1}}}", ".spec.containers: expected list, got &{map[a:1]}")]
    [InlineData("{spec: [a]}", ".spec: expected map, got &{[a]}")]
    [InlineData("{metadata: {labels: [a]}}", ".metadata.labels: expected map, got &{[a]}")]
    [InlineData("{metadata: {labels: {a: 1}}}", ".metadata.labels.a: expected string, got &value.valueUnstructured{Value:1}")]
    [InlineData("{metadata: {finalizers: [{a: b}]}}", ".metadata.finalizers: element 0: associative list without keys has an element that's a map type")]
    [InlineData("{metadata: {finalizers: [a, a]}}", ".metadata.finalizers: duplicate entries for key [=\"a\"]")]
    [InlineData("{spec: {terminationGracePeriodSeconds: soon}}", ".spec.terminationGracePeriodSeconds: expected numeric (int or float), got string")]
    [InlineData("{spec: {hostNetwork: \"yes\"}}", ".spec.hostNetwork: expected boolean, got &{yes}")]
    public void Faults_OfAWrongConfiguration_NameThePlace(string config, string fault) =>
        Assert.Equal([fault], ConfigCheck.Faults(Yaml.Parse(config), CoreKinds.Pods.Schema));

    [Theory]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: p, labels: null, creationTimestamp: null, finalizers: []}}")]
    [InlineData("{spec: {containers: [{name: c, resources: {limits: {cpu: 1}}, ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}], livenessProbe: {httpGet: {port: http}}}], tolerations: [null]}}")]
    public void Faults_OfARightConfiguration_AreNone(string config) => Assert.Empty(ConfigCheck.Faults(Yaml.Parse(config), CoreKinds.Pods.Schema));

    [Theory]
    [InlineData("{spec: {volumeClaimTemplates: [{kind: 1, apiVersion: v1}]}}", ".spec.volumeClaimTemplates[0].kind: expected string, got &value.valueUnstructured{Value:1}")]
    [InlineData("{spec: {volumeClaimTemplates: [{kind: null, apiVersion: true}]}}", ".spec.volumeClaimTemplates[0].apiVersion: expected string, got &value.valueUnstructured{Value:true}")]
    [InlineData("{spec: {template: {kind: Pod}}}", ".spec.template.kind: field not declared in schema")]
    public void Faults_OfTheTypeOfAnObjectWithin_NameIt(string config, string fault) =>
        Assert.Equal([fault], ConfigCheck.Faults(Yaml.Parse(config), AppsKinds.StatefulSets.Schema));
}
