using System.Text;
using CloudOrchestrator.Host.Certificates;

namespace CloudOrchestrator.Host.Credentials;

/// <summary>Writes kubeconfig files with everything inline.</summary>
internal static class Kubeconfig
{
    /// <summary>Writes, where it is not there already, a kubeconfig with one cluster, one user and one context.</summary>
    /// <param name="path">The file, replaced if it holds anything else.</param>
    /// <param name="server">The API server's URL.</param>
    /// <param name="authorityPem">The cluster CA's certificate.</param>
    /// <param name="user">The user's entry name.</param>
    /// <param name="token">The user's bearer token.</param>
    /// <param name="time">The time that the file is to be of.</param>
    public static void Write(string path, Uri server, string authorityPem, string user, string token, TimeProvider time)
    {
        var content = $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: cloudorchestrator
              cluster:
                server: {server.GetLeftPart(UriPartial.Authority)}
                certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authorityPem))}
            users:
            - name: {user}
              user:
                token: {token}
            contexts:
            - name: cloudorchestrator
              context:
                cluster: cloudorchestrator
                user: {user}
            current-context: cloudorchestrator

            """;
        PrivateFile.Keep(path, content, UnixFileMode.UserRead | UnixFileMode.UserWrite, time);
    }
}
