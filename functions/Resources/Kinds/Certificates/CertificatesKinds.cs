using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>certificates.k8s.io</c>, one row each.</summary>
public static class CertificatesKinds
{
    /// <summary>Requests of certificates. What is requested never changes.</summary>
    public static ResourceKind CertificateSigningRequests { get; } = new()
    {
        Group = "certificates.k8s.io", Version = "v1", Kind = "CertificateSigningRequest", Plural = "certificatesigningrequests", Singular = "certificatesigningrequest", ShortNames = ["csr"], Namespaced = false,
        Schema = SchemaTable.BuiltIn.Get("k8s.io.api.certificates.v1.CertificateSigningRequest"), Collection = "certificates.k8s.io/certificatesigningrequests",
        Subresources = [Subresource.Status, Subresource.Approval], SelectableFields = KindRows.Fields("spec.signerName"), NameFaults = SegmentNames.Faults, Columns = SigningRequestColumns.All,
        MetadataKeptByStatus = [], NoteRequester = SigningRequestDefaults.NoteRequester, PrepareUpdate = SigningRequestDefaults.PrepareUpdate,
        PrepareStatus = SigningRequestDefaults.PrepareStatus, Validate = SigningRequestValidation.Validate, ValidateStatus = SigningRequestStatusValidation.Validate, ValidateApproval = SigningRequestStatusValidation.ValidateApproval,
    };

    /// <summary>Bundles of trust anchors, of a signer or of nobody in particular.</summary>
    public static ResourceKind ClusterTrustBundles { get; } = new()
    {
        Group = "certificates.k8s.io", Version = "v1", Kind = "ClusterTrustBundle", Plural = "clustertrustbundles", Singular = "clustertrustbundle", Namespaced = false,
        Schema = SchemaTable.BuiltIn.Get("k8s.io.api.certificates.v1.ClusterTrustBundle"), Collection = "certificates.k8s.io/clustertrustbundles",
        SelectableFields = KindRows.Fields("spec.signerName"), UnconditionalUpdate = false, NameFaults = static _ => [], Immutable = ["spec.signerName"], Columns = TrustBundleColumns.All,
        Validate = TrustBundleValidation.Validate,
    };

    /// <summary>Pods' requests of certificates. What is requested never changes, and neither does what became of it.</summary>
    public static ResourceKind PodCertificateRequests { get; } = new()
    {
        Group = "certificates.k8s.io", Version = "v1", Kind = "PodCertificateRequest", Plural = "podcertificaterequests", Singular = "podcertificaterequest", Namespaced = true,
        Schema = SchemaTable.BuiltIn.Get("k8s.io.api.certificates.v1.PodCertificateRequest"), Collection = "certificates.k8s.io/podcertificaterequests", Subresources = [Subresource.Status],
        SelectableFields = KindRows.Fields("spec.signerName", "spec.podName", "spec.nodeName"), UnconditionalUpdate = false, Immutable = ["spec"],
        Default = PodRequestDefaults.Request, Validate = PodRequestValidation.Validate, ValidateStatus = PodRequestStatusValidation.Validate,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [CertificateSigningRequests, ClusterTrustBundles, PodCertificateRequests];
}
