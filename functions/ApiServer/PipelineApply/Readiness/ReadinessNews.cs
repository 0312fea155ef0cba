using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.PipelineApply.Readiness;

/// <summary>A state of an object that is waited for.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Object">The object; null when it is gone.</param>
internal readonly record struct ReadinessNews(ResourceKind Kind, ObjectName Name, ResourceObject? Object);
