using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Admission;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>admissionregistration.k8s.io</c>, one row each.</summary>
public static class AdmissionKinds
{
    private const string GroupName = "admissionregistration.k8s.io";

    /// <summary>Webhooks that change what is written.</summary>
    public static ResourceKind MutatingWebhookConfigurations { get; } = new()
    {
        Group = GroupName, Version = "v1", Kind = "MutatingWebhookConfiguration", Plural = "mutatingwebhookconfigurations", Singular = "mutatingwebhookconfiguration", Categories = ["api-extensions"],
        Namespaced = false, Schema = Schema("MutatingWebhookConfiguration"), Collection = "admissionregistration.k8s.io/mutatingwebhookconfigurations", HasGeneration = true, UnconditionalUpdate = false,
        Columns = AdmissionColumns.Webhooks, Default = AdmissionDefaults.MutatingWebhooks, Validate = WebhookValidation.Mutating, Warnings = AdmissionWarnings.Webhooks,
    };

    /// <summary>Webhooks that judge what is written.</summary>
    public static ResourceKind ValidatingWebhookConfigurations { get; } = new()
    {
        Group = GroupName, Version = "v1", Kind = "ValidatingWebhookConfiguration", Plural = "validatingwebhookconfigurations", Singular = "validatingwebhookconfiguration", Categories = ["api-extensions"],
        Namespaced = false, Schema = Schema("ValidatingWebhookConfiguration"), Collection = "admissionregistration.k8s.io/validatingwebhookconfigurations", HasGeneration = true, UnconditionalUpdate = false,
        Columns = AdmissionColumns.Webhooks, Default = AdmissionDefaults.ValidatingWebhooks, Validate = WebhookValidation.Validating, Warnings = AdmissionWarnings.Webhooks,
    };

    /// <summary>Policies that judge what is written.</summary>
    public static ResourceKind ValidatingAdmissionPolicies { get; } = new()
    {
        Group = GroupName, Version = "v1", Kind = "ValidatingAdmissionPolicy", Plural = "validatingadmissionpolicies", Singular = "validatingadmissionpolicy", Categories = ["api-extensions"],
        Namespaced = false, Schema = Schema("ValidatingAdmissionPolicy"), Collection = "admissionregistration.k8s.io/validatingadmissionpolicies", HasGeneration = true, UnconditionalUpdate = false,
        Subresources = [Subresource.Status], Columns = AdmissionColumns.ValidatingPolicies, Default = AdmissionDefaults.ValidatingPolicy, Validate = PolicyValidation.Validating, ValidateStatus = PolicyStatusValidation.Validate, Warnings = AdmissionWarnings.Policy,
    };

    /// <summary>Where policies that judge are in force.</summary>
    public static ResourceKind ValidatingAdmissionPolicyBindings { get; } = new()
    {
        Group = GroupName, Version = "v1", Kind = "ValidatingAdmissionPolicyBinding", Plural = "validatingadmissionpolicybindings", Singular = "validatingadmissionpolicybinding", Categories = ["api-extensions"],
        Namespaced = false, Schema = Schema("ValidatingAdmissionPolicyBinding"), Collection = "admissionregistration.k8s.io/validatingadmissionpolicybindings", HasGeneration = true, UnconditionalUpdate = false,
        Columns = AdmissionColumns.Bindings, Default = AdmissionDefaults.ValidatingBinding, Validate = PolicyBindingValidation.Validating, Warnings = AdmissionWarnings.Policy,
    };

    /// <summary>Policies that change what is written.</summary>
    public static ResourceKind MutatingAdmissionPolicies { get; } = new()
    {
        Group = GroupName, Version = "v1", Kind = "MutatingAdmissionPolicy", Plural = "mutatingadmissionpolicies", Singular = "mutatingadmissionpolicy", Categories = ["api-extensions"],
        Namespaced = false, Schema = Schema("MutatingAdmissionPolicy"), Collection = "admissionregistration.k8s.io/mutatingadmissionpolicies", HasGeneration = true, UnconditionalUpdate = false,
        Columns = AdmissionColumns.MutatingPolicies, Default = AdmissionDefaults.MutatingPolicy, Validate = PolicyValidation.Mutating, Warnings = AdmissionWarnings.Policy,
    };

    /// <summary>Where policies that change are in force.</summary>
    public static ResourceKind MutatingAdmissionPolicyBindings { get; } = new()
    {
        Group = GroupName, Version = "v1", Kind = "MutatingAdmissionPolicyBinding", Plural = "mutatingadmissionpolicybindings", Singular = "mutatingadmissionpolicybinding", Categories = ["api-extensions"],
        Namespaced = false, Schema = Schema("MutatingAdmissionPolicyBinding"), Collection = "admissionregistration.k8s.io/mutatingadmissionpolicybindings", HasGeneration = true, UnconditionalUpdate = false,
        Columns = AdmissionColumns.Bindings, Default = AdmissionDefaults.MutatingBinding, Validate = PolicyBindingValidation.Mutating, Warnings = AdmissionWarnings.Policy,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        MutatingAdmissionPolicies, MutatingAdmissionPolicyBindings, MutatingWebhookConfigurations, ValidatingAdmissionPolicies, ValidatingAdmissionPolicyBindings, ValidatingWebhookConfigurations,
    ];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.admissionregistration.v1." + kind);
}
