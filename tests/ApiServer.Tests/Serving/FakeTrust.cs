using System.Security.Cryptography.X509Certificates;
using CloudOrchestrator.ApiServer.Subresources;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.ApiServer.Tests.Serving;

/// <summary>Credentials of one authority, which can be had as a test decides.</summary>
internal sealed class FakeTrust(X509Certificate2 authority) : INodeTrust
{
    private readonly NodeTrust _trust = new(FakeNode.Issue(authority, "CN=kube-apiserver"), authority);

    /// <summary>How often they were asked for.</summary>
    public int Loads { get; private set; }

    /// <summary>Runs before each answer.</summary>
    public Action Before { get; set; } = () => { };

    /// <summary>Whether there are any.</summary>
    public bool Exists { get; set; } = true;

    public void AddTo(IServiceCollection services) => services.AddSingleton<INodeTrust>(this);

    public async ValueTask<NodeTrust?> GetAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        Loads++;
        Before();
        return Exists ? _trust : null;
    }
}
