using System.Net;
using CloudOrchestrator.Doorbells.Rows;

namespace CloudOrchestrator.Agent.Commands;

/// <summary>What the agent is told.</summary>
/// <param name="Kubeconfig">How to reach the API, and as whom.</param>
/// <param name="NodeName">The node's name.</param>
/// <param name="DataFolder">A folder of the agent's own.</param>
/// <param name="Engine">Where the container engine listens.</param>
/// <param name="NodeApiListen">Where the node answers the API server.</param>
/// <param name="NodeAddress">The node's address.</param>
/// <param name="PkiFolder">Certificates.</param>
/// <param name="Doorbell">The node's row, where its doorbell is one; null where it is the API itself.</param>
internal sealed record AgentOptions(
    string Kubeconfig, string NodeName, string DataFolder, Uri Engine, IPEndPoint NodeApiListen, string NodeAddress, string PkiFolder, RowAddress? Doorbell);
