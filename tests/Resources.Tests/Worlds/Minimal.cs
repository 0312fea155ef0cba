namespace CloudOrchestrator.Resources.Tests.Worlds;

/// <summary>Small objects that many tests begin with.</summary>
public static class Minimal
{
    public static string Pod(string name, string more = "") =>
        "{metadata: {name: " + name + "}, spec: {containers: [{name: c, image: \"i:1\"}]" + More(more) + "}}";

    public static string ConfigMap(string name) => "{metadata: {name: " + name + "}, data: {k: v}}";

    public static string Service(string name, string more = "") => "{metadata: {name: " + name + "}, spec: {ports: [{port: 80}]" + More(more) + "}}";

    public static string Deployment(string name) =>
        "{metadata: {name: " + name + "}, spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: \"i:1\"}]}}}}";

    private static string More(string more) => more.Length > 0 ? ", " + more : "";
}
