using System.Text;
using CloudOrchestrator.Volumes.Configuration;
using CloudOrchestrator.Volumes.Fields;
using k8s.Models;

namespace CloudOrchestrator.Pods.Specs;

/// <summary>Builds a container's environment from its pod's spec.</summary>
internal sealed class ContainerEnvironment(IConfigurationSource configuration, V1Pod pod, V1Container container)
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public async Task<EnvironmentOutcome> BuildAsync(CancellationToken cancellationToken)
    {
        foreach (var source in container.EnvFrom ?? [])
        {
            if (await AddAllAsync(source, cancellationToken).ConfigureAwait(false) is { } error)
            {
                return new EnvironmentOutcome([], error);
            }
        }

        foreach (var variable in container.Env ?? [])
        {
            if (await AddAsync(variable, cancellationToken).ConfigureAwait(false) is { } error)
            {
                return new EnvironmentOutcome([], error);
            }
        }

        return new EnvironmentOutcome([.. _order.Select(name => KeyValuePair.Create(name, _values[name]))], null);
    }

    private string Namespace => pod.Metadata.NamespaceProperty;

    private void Set(string name, string value)
    {
        if (_values.TryAdd(name, value))
        {
            _order.Add(name);
        }
        else
        {
            _values[name] = value;
        }
    }

    private async Task<string?> AddAllAsync(V1EnvFromSource source, CancellationToken cancellationToken)
    {
        if (source.ConfigMapRef is { } mapRef)
        {
            var map = await configuration.GetConfigMapAsync(Namespace, mapRef.Name, cancellationToken).ConfigureAwait(false);
            foreach (var (key, value) in map.Value?.Data ?? new Dictionary<string, string>())
            {
                Set(source.Prefix + key, value);
            }

            return map.Value is not null || map.Missing && mapRef.Optional == true ? null : map.Message;
        }

        if (source.SecretRef is { } secretRef)
        {
            var secret = await configuration.GetSecretAsync(Namespace, secretRef.Name, cancellationToken).ConfigureAwait(false);
            foreach (var (key, value) in secret.Value?.Data ?? new Dictionary<string, byte[]>())
            {
                Set(source.Prefix + key, Encoding.UTF8.GetString(value));
            }

            return secret.Value is not null || secret.Missing && secretRef.Optional == true ? null : secret.Message;
        }

        return null;
    }

    private async Task<string?> AddAsync(V1EnvVar variable, CancellationToken cancellationToken)
    {
        if (variable.ValueFrom is not { } source)
        {
            Set(variable.Name, VariableExpansion.Expand(variable.Value ?? "", name => _values.GetValueOrDefault(name)));
            return null;
        }

        if (source.FieldRef is { } field)
        {
            return Set(variable.Name, PodFields.Read(pod, field.FieldPath), $"unsupported fieldPath {field.FieldPath}");
        }

        if (source.ResourceFieldRef is { } resource)
        {
            return Set(
                variable.Name,
                ResourceFields.Read(pod, string.IsNullOrEmpty(resource.ContainerName) ? container.Name : resource.ContainerName, resource),
                $"unsupported container resource {resource.Resource}");
        }

        return source.ConfigMapKeyRef is { } mapKey ? await AddKeyAsync(variable.Name, mapKey, cancellationToken).ConfigureAwait(false)
            : source.SecretKeyRef is { } secretKey ? await AddKeyAsync(variable.Name, secretKey, cancellationToken).ConfigureAwait(false)
            : $"environment variable {variable.Name} has a source that this node does not serve";
    }

    private async Task<string?> AddKeyAsync(string name, V1ConfigMapKeySelector selector, CancellationToken cancellationToken)
    {
        var map = await configuration.GetConfigMapAsync(Namespace, selector.Name, cancellationToken).ConfigureAwait(false);
        if (map.Value is null)
        {
            return map.Missing && selector.Optional == true ? null : map.Message;
        }

        return Set(name, map.Value.Data?.TryGetValue(selector.Key, out var value) == true ? value : null, selector.Optional == true ? null : $"couldn't find key {selector.Key} in ConfigMap {Namespace}/{selector.Name}");
    }

    private async Task<string?> AddKeyAsync(string name, V1SecretKeySelector selector, CancellationToken cancellationToken)
    {
        var secret = await configuration.GetSecretAsync(Namespace, selector.Name, cancellationToken).ConfigureAwait(false);
        if (secret.Value is null)
        {
            return secret.Missing && selector.Optional == true ? null : secret.Message;
        }

        return Set(
            name,
            secret.Value.Data?.TryGetValue(selector.Key, out var value) == true ? Encoding.UTF8.GetString(value) : null,
            selector.Optional == true ? null : $"couldn't find key {selector.Key} in Secret {Namespace}/{selector.Name}");
    }

    private string? Set(string name, string? value, string? errorIfNone)
    {
        if (value is null)
        {
            return errorIfNone;
        }

        Set(name, value);
        return null;
    }
}
