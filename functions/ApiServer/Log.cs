namespace CloudOrchestrator.ApiServer;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "{Method} {Path} failed with an unforeseen exception, audit id {AuditId}")]
    public static partial void RequestFailed(ILogger logger, string method, string path, string auditId, Exception exception);

    [LoggerMessage(3002, LogLevel.Warning, "health check {Name} failed")]
    public static partial void CheckFailed(ILogger logger, string name, Exception exception);

    [LoggerMessage(3003, LogLevel.Warning, "node {Node} could not be reached at {Address} for logs")]
    public static partial void NodeUnreachable(ILogger logger, string node, string address, Exception exception);

    [LoggerMessage(3004, LogLevel.Warning, "{Method} {Path} broke off after its answer had started, audit id {AuditId}")]
    public static partial void AnswerBroken(ILogger logger, string method, string path, string auditId, Exception exception);

    [LoggerMessage(3005, LogLevel.Warning, "the log of a pod on node {Node} could not be fetched for want of credentials")]
    public static partial void NodeTrustMissing(ILogger logger, string node, Exception exception);
}
