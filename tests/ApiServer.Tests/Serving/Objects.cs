namespace CloudOrchestrator.ApiServer.Tests.Serving;

/// <summary>Documents that tests send.</summary>
internal static class Objects
{
    public static string ConfigMap(string name, string value = "1", string labels = "") =>
        """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"NAME"LABELS},"data":{"a":"VALUE"}}"""
            .Replace("NAME", name).Replace("LABELS", labels.Length > 0 ? $",\"labels\":{labels}" : "").Replace("VALUE", value);

    public static string Pod(string name, string containers = """[{"name":"a","image":"sample:1"}]""", string labels = "{}") =>
        """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"NAME","labels":LABELS},"spec":{"containers":CONTAINERS}}"""
            .Replace("NAME", name).Replace("LABELS", labels).Replace("CONTAINERS", containers);

    public static string Deployment(string name, int replicas = 2) =>
        """
        {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"NAME"},"spec":{"replicas":REPLICAS,
        "selector":{"matchLabels":{"app":"NAME"}},
        "template":{"metadata":{"labels":{"app":"NAME"}},"spec":{"containers":[{"name":"a","image":"sample:1"}]}}}}
        """.Replace("NAME", name).Replace("REPLICAS", replicas.ToString());
}
