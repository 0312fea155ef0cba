using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Names of signers, such as <c>example.com/signer-name</c>.</summary>
internal static class SignerNames
{
    private const int DomainBytesMax = 253;

    /// <summary>Room for the name of a resource of a namespace.</summary>
    private const int PathBytesMax = 253 + 63 + 1;

    /// <summary>A domain of at least two segments and a path.</summary>
    public static IEnumerable<FieldError> Validate(string field, string name)
    {
        if (name.Length == 0)
        {
            return [Faults.Required(field)];
        }

        if (name.Split('/') is not [var domain, var path])
        {
            return [Faults.Invalid(field, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'")];
        }

        var labels = domain.Split('.');
        IEnumerable<FieldError> length = domain.Length > DomainBytesMax ? [Faults.TooLong(field, DomainBytesMax)] : [];
        IEnumerable<FieldError> segments = labels.Length < 2 ? [Faults.Invalid(field, domain, "should be a domain with at least two segments separated by dots")] : [];
        IEnumerable<FieldError> whole = name.Length > DomainBytesMax + PathBytesMax + 1 ? [Faults.TooLong(field, DomainBytesMax + PathBytesMax + 1)] : [];
        return length.Concat(labels.SelectMany(label => NameRules.LabelFaults(label).Select(fault => Faults.Invalid(field, domain, $"validating label \"{label}\": {fault}"))))
            .Concat(segments)
            .Concat(path.Split('.').SelectMany(label => NameRules.SubdomainFaults(label).Select(fault => Faults.Invalid(field, path, $"validating label \"{label}\": {fault}"))))
            .Concat(whole);
    }

    /// <summary>Whether a signer is Kubernetes' own.</summary>
    public static bool IsKubernetes(string name)
    {
        var domain = name.Split('/')[0];
        return domain == "kubernetes.io" || domain.EndsWith(".kubernetes.io", StringComparison.Ordinal);
    }
}
