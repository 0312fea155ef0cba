using System.Globalization;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Specs;

/// <summary>What a container's processes may do, from its own and its pod's security context.</summary>
internal static class SecurityRules
{
    public static ContainerSecurity Build(V1Pod pod, V1Container container)
    {
        var own = container.SecurityContext;
        var shared = pod.Spec.SecurityContext;
        var seccomp = own?.SeccompProfile?.Type ?? shared?.SeccompProfile?.Type;
        var groups = (shared?.SupplementalGroups ?? []).Append(shared?.FsGroup).Where(group => group is not null);
        return new ContainerSecurity
        {
            User = User(own?.RunAsUser ?? shared?.RunAsUser, own?.RunAsGroup ?? shared?.RunAsGroup),
            Groups = [.. groups.Select(group => group!.Value.ToString(CultureInfo.InvariantCulture))],
            Privileged = own?.Privileged == true,
            ReadOnlyRootFilesystem = own?.ReadOnlyRootFilesystem == true,
            NoNewPrivileges = own?.AllowPrivilegeEscalation == false,
            SeccompUnconfined = seccomp == "Unconfined",
            AddedCapabilities = [.. own?.Capabilities?.Add ?? []],
            DroppedCapabilities = [.. own?.Capabilities?.Drop ?? []],
        };
    }

    /// <summary>Why a container that must not run as root would; null if it would not.</summary>
    public static string? Refuse(V1Pod pod, V1Container container, string imageUser)
    {
        var own = container.SecurityContext;
        var shared = pod.Spec.SecurityContext;
        if ((own?.RunAsNonRoot ?? shared?.RunAsNonRoot) != true)
        {
            return null;
        }

        if ((own?.RunAsUser ?? shared?.RunAsUser) is { } user)
        {
            return user == 0 ? "container's runAsUser breaks non-root policy" : null;
        }

        var name = imageUser.Split(':')[0];
        return name.Length == 0 || name == "0" || name == "root" ? "container has runAsNonRoot and image will run as root"
            : long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null
            : $"container has runAsNonRoot and image has non-numeric user ({name}), cannot verify user is non-root";
    }

    private static string User(long? user, long? group) => (user, group) switch
    {
        (null, null) => "",
        ({ } id, null) => id.ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{user ?? 0}:{group}"),
    };
}
