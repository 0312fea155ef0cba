using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Reports;

/// <summary>Makes up the objects of a kind of which nothing is kept.</summary>
internal interface IReport
{
    /// <summary>The kind.</summary>
    ResourceKind Kind { get; }

    /// <summary>The names of its objects, in order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The object of one of these names, as it is now.</summary>
    ValueTask<ResourceObject> MakeAsync(string name, CancellationToken cancellationToken);
}
