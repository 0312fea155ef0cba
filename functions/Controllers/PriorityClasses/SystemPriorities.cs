using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Scheduling;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Controllers.PriorityClasses;

/// <summary>Makes the classes of priority that every cluster has.</summary>
internal sealed class SystemPriorities(IResourceClient client, ILogger<SystemPriorities> logger)
    : SystemObjects(client, SchedulingKinds.PriorityClasses, SystemPriorityClasses.Names, logger)
{
    public override string Name => "system-priority-classes-controller";

    protected override JsonObject Document(string name) => SystemPriorityClasses.Document(name);
}
