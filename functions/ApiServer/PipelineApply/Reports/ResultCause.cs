namespace CloudOrchestrator.ApiServer.PipelineApply.Reports;

/// <summary>One of several things that were wrong.</summary>
/// <param name="Field">The field.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="Line">Its line in the file.</param>
internal sealed record ResultCause(string Field, string Message, int Line);
