using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.ServiceAccounts;

/// <summary>Gives every namespace its default service account. A key is a namespace's name.</summary>
internal sealed class ServiceAccountController(IResourceClient client) : IReactor
{
    private const string Default = "default";

    public string Name => "service-account-controller";

    public ReactorGroup Group => ReactorGroup.Cluster;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
    [
        Keys.OnChange(CoreKinds.Namespaces),
        new(CoreKinds.ServiceAccounts, static (before, after) => after is null && before!.Name.Name == Default ? [before.Name.Namespace] : []),
    ];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => Keys.AllAsync(client, CoreKinds.Namespaces, cancellationToken);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var isActive = await client.GetAsync(CoreKinds.Namespaces, new ObjectName("", key), cancellationToken).ConfigureAwait(false) is { IsDeleting: false };
        if (isActive && await client.GetAsync(CoreKinds.ServiceAccounts, new ObjectName(key, Default), cancellationToken).ConfigureAwait(false) is null)
        {
            var document = new JsonObject { ["metadata"] = new JsonObject { ["name"] = Default } };
            return new ReconcileResult(Failure: Outcomes.Failure(
                await client.WriteAsync(new ResourceWrite.Create(CoreKinds.ServiceAccounts, key, document), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false)));
        }

        return ReconcileResult.Done;
    }
}
