using System.Text;

namespace CloudOrchestrator.SingleMachine.Requests;

/// <summary>The pods of the measurements: 1.5 KB as sent; 5,000 of them on 100 nodes, in 10 namespaces, with 20 labels.</summary>
internal static class PodDocuments
{
    public const int Listed = 5_000;
    public const int Namespaces = 10;
    public const int Nodes = 100;
    public const int Labels = 20;

    public static string NodeOf(int number) => $"node-{number % Nodes}";

    public static string NamespaceOf(int number) => $"load-{number % Namespaces}";

    /// <param name="name">Its name.</param>
    /// <param name="number">Chooses node and label.</param>
    /// <param name="scheduled">Bound to its node from the start; else waits for a scheduler that does not exist.</param>
    public static ByteArrayContent Pod(string name, int number, bool scheduled)
    {
        var place = scheduled ? $"\"nodeName\":\"{NodeOf(number)}\"," : "\"schedulerName\":\"none\",";
        return Json($$$$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{{name}}}}","labels":{"app":"app-{{{{number % Labels}}}}","tier":"web","pod-template-hash":"6b7f9c8d5"},
            "annotations":{"example.com/checksum":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}},"spec":{{{{{place}}}}"terminationGracePeriodSeconds":30,
            "containers":[{"name":"web","image":"registry.example.com/team/web:1.14.2","args":["--listen=:8080","--log-format=json","--shutdown-delay=5s"],
            "ports":[{"name":"http","containerPort":8080},{"name":"metrics","containerPort":9090}],
            "env":[{"name":"LOG_LEVEL","value":"info"},{"name":"DATABASE_URL","value":"postgres://db.example.com:5432/web"},{"name":"POD_NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
            "resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"memory":"256Mi"}},
            "readinessProbe":{"httpGet":{"path":"/ready","port":"http"},"periodSeconds":5},"livenessProbe":{"httpGet":{"path":"/live","port":"http"},"initialDelaySeconds":10},
            "volumeMounts":[{"name":"config","mountPath":"/etc/web"},{"name":"cache","mountPath":"/var/cache/web"}]}],
            "volumes":[{"name":"config","configMap":{"name":"web"}},{"name":"cache","emptyDir":{}}],
            "tolerations":[{"operator":"Exists"}]}}
            """);
    }

    /// <summary>A node without an agent: the pods on it tolerate that it is never heard of.</summary>
    public static ByteArrayContent Node(int number) => Json($$$"""{"apiVersion":"v1","kind":"Node","metadata":{"name":"{{{NodeOf(number)}}}"}}""");

    /// <summary>What an agent reports, another with every number.</summary>
    public static ByteArrayContent Status(int number)
    {
        var content = Json($$$$"""
            {"status":{"phase":"Running","podIP":"10.0.{{{{number >> 8 & 255}}}}.{{{{number & 255}}}}","conditions":[{"type":"Ready","status":"{{{{(number % 2 == 0 ? "True" : "False")}}}}","lastTransitionTime":"2026-01-01T00:00:00Z"}],
            "containerStatuses":[{"name":"web","image":"registry.example.com/team/web:1.14.2","imageID":"","ready":true,"restartCount":{{{{number}}}},"state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}}}]}}
            """);
        content.Headers.ContentType = new("application/merge-patch+json");
        return content;
    }

    public static ByteArrayContent Json(string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new("application/json");
        return content;
    }
}
