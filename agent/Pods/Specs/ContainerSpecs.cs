using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Volumes.Configuration;
using k8s.Models;

namespace CloudOrchestrator.Pods.Specs;

/// <summary>Says a pod's container in the runtime's terms.</summary>
internal sealed class ContainerSpecs(IConfigurationSource configuration, long machineMemoryBytes)
{
    public async Task<SpecOutcome> BuildAsync(ContainerRequest request, CancellationToken cancellationToken)
    {
        var (pod, container) = (request.Pod, request.Container);
        var environment = await new ContainerEnvironment(configuration, pod, container).BuildAsync(cancellationToken).ConfigureAwait(false);
        if (environment.Error is { } environmentError)
        {
            return new SpecOutcome(null, environmentError);
        }

        if (SecurityRules.Refuse(pod, container, request.ImageUser) is { } securityError)
        {
            return new SpecOutcome(null, securityError);
        }

        var mounts = ContainerMounts.Build(request, environment.Variables);
        if (mounts.Error is { } mountError)
        {
            return new SpecOutcome(null, mountError);
        }

        var values = environment.Variables.ToDictionary(variable => variable.Key, variable => variable.Value);
        string Expand(string text) => VariableExpansion.Expand(text, name => values.GetValueOrDefault(name));
        var spec = new ContainerSpec
        {
            Pod = new PodIdentity(pod.Metadata.NamespaceProperty, pod.Metadata.Name, pod.Metadata.Uid),
            Name = container.Name,
            Attempt = request.Attempt,
            SandboxId = request.SandboxId,
            SpecHash = SpecHash.Of(container),
            RestartDelay = request.RestartDelay,
            StopGrace = Graces.OfSpec(pod),
            Image = container.Image,
            Command = [.. (container.Command ?? []).Select(Expand)],
            Arguments = [.. (container.Args ?? []).Select(Expand)],
            WorkingDirectory = container.WorkingDir ?? "",
            Environment = environment.Variables,
            Mounts = mounts.Mounts,
            Limits = Limits(pod.Spec, container),
            Security = SecurityRules.Build(pod, container),
            Terminal = container.Tty == true,
            StandardInput = container.Stdin == true,
            StandardInputOnce = container.StdinOnce == true,
            SharedPid = pod.Spec.ShareProcessNamespace == true,
            HostPid = pod.Spec.HostPID == true,
            HostIpc = pod.Spec.HostIPC == true,
            StopSignal = container.Lifecycle?.StopSignal ?? "",
        };
        return new SpecOutcome(spec, "");
    }

    /// <summary>A processor is 1024 shares or 100 ms of each 100 ms; the kernel takes no less than 2 shares and 1 ms.</summary>
    private ResourceLimits Limits(V1PodSpec spec, V1Container container)
    {
        const int SharesPerProcessor = 1024;
        const int SharesMin = 2;
        const int QuotaPerProcessor = 100_000;
        const int QuotaMin = 1_000;
        var requested = Amount(container.Resources?.Requests, "cpu") ?? Amount(container.Resources?.Limits, "cpu") ?? 0;
        var limit = Amount(container.Resources?.Limits, "cpu");
        return new ResourceLimits(
            Math.Max(SharesMin, (long)(requested * SharesPerProcessor)),
            limit is > 0 ? Math.Max(QuotaMin, (long)(limit.Value * QuotaPerProcessor)) : 0,
            (long)(Amount(container.Resources?.Limits, "memory") ?? 0),
            QualityOfService.OutOfMemoryScore(spec, container, machineMemoryBytes));
    }

    private static decimal? Amount(IDictionary<string, ResourceQuantity>? resources, string name) =>
        resources is not null && resources.TryGetValue(name, out var quantity) ? quantity.ToDecimal() : null;
}
