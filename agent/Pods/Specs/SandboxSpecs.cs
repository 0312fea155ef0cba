using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Specs;

/// <summary>Says a pod's sandbox in the runtime's terms.</summary>
internal static class SandboxSpecs
{
    /// <summary>Longest host name the kernel takes.</summary>
    private const int HostnameCharactersMax = 63;

    public static SandboxSpec Build(V1Pod pod, int attempt)
    {
        var spec = pod.Spec;
        var ports = spec.Containers.Concat(spec.InitContainers ?? [])
            .SelectMany(container => container.Ports ?? [])
            .Where(port => port.HostPort is > 0)
            .Select(port => new PortMapping(port.ContainerPort, port.HostPort!.Value, port.HostIP ?? "", (port.Protocol ?? "TCP").ToLowerInvariant()))
            .Distinct();
        var dns = spec.DnsConfig;
        return new SandboxSpec
        {
            Pod = new PodIdentity(pod.Metadata.NamespaceProperty, pod.Metadata.Name, pod.Metadata.Uid),
            Attempt = attempt,
            Hostname = Hostname(pod),
            Domain = spec.SetHostnameAsFQDN == true && spec.Subdomain is { Length: > 0 } subdomain ? $"{subdomain}.{pod.Metadata.NamespaceProperty}.svc.cluster.local" : "",
            HostNetwork = spec.HostNetwork == true,
            HostPid = spec.HostPID == true,
            HostIpc = spec.HostIPC == true,
            Ports = [.. ports],
            NameServers = [.. dns?.Nameservers ?? []],
            SearchDomains = [.. dns?.Searches ?? []],
            ResolverOptions = [.. (dns?.Options ?? []).Select(option => option.Value is null ? option.Name : $"{option.Name}:{option.Value}")],
            Hosts = [.. (spec.HostAliases ?? []).SelectMany(alias => (alias.Hostnames ?? []).Select(name => KeyValuePair.Create(name, alias.Ip)))],
            Sysctls = (spec.SecurityContext?.Sysctls ?? []).ToDictionary(sysctl => sysctl.Name, sysctl => sysctl.Value),
        };
    }

    private static string Hostname(V1Pod pod)
    {
        var name = pod.Spec.HostnameOverride is { Length: > 0 } all ? all : pod.Spec.Hostname is { Length: > 0 } own ? own : pod.Metadata.Name;
        return name.Length <= HostnameCharactersMax ? name : name[..HostnameCharactersMax].TrimEnd('-', '.');
    }
}
