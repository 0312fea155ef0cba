using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>What pods take from their service account.</summary>
/// <param name="PullSecrets">Names of the secrets with which images are pulled.</param>
internal sealed record AccountFacts(IReadOnlyList<string> PullSecrets)
{
    public static AccountFacts Of(ResourceObject account) => account.Derived(static item => new AccountFacts([.. item.Parse().Objects("imagePullSecrets").Select(secret => secret.Text("name") ?? "")]));
}
