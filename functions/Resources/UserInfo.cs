namespace CloudOrchestrator.Resources;

/// <summary>Who acts.</summary>
/// <param name="Name">User name, such as <c>system:serviceaccount:kube-system:deployment-controller</c>.</param>
/// <param name="Groups">Groups, such as <c>system:masters</c>.</param>
/// <param name="Extra">Further attributes.</param>
public sealed record UserInfo(string Name, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra = null)
{
    /// <summary>What tells the user from others of the name; empty where that is not known.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The user as which a part of the control plane writes.</summary>
    public static UserInfo Controller(string name) =>
        new($"system:serviceaccount:kube-system:{name}", ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"]);
}
