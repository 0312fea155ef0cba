namespace CloudOrchestrator.ShellCases;

/// <summary>The cluster that cases run on.</summary>
/// <param name="Kubeconfig">The administrator's kubeconfig, as the control plane writes it.</param>
/// <param name="Environment">What the commands find in their environment, beside what a case gives them.</param>
public sealed record CaseCluster(string Kubeconfig, IReadOnlyDictionary<string, string> Environment);
