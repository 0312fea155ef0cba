using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Writing.ManagedFields;

namespace CloudOrchestrator.ApiServer.PipelineApply.Manifests;

/// <summary>The kinds that a file's definitions will have served.</summary>
internal static class PlannedKinds
{
    /// <summary>Those of one definition; none where it would be refused, which is said when it is applied.</summary>
    public static IReadOnlyList<ResourceKind> Of(ManifestObject definition)
    {
        var kind = ApiextensionsKinds.CustomResourceDefinitions;
        if (ConfigCheck.Faults(definition.Config, kind.Schema).Count > 0)
        {
            return [];
        }

        var errors = new List<string>();
        var document = CanonicalForm.Of(definition.Config, kind.Schema, errors);
        kind.Default(document);
        return errors.Count > 0 || kind.Validate(document, null).Any() ? [] : CustomKinds.Planned(document);
    }
}
