namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>The same under the version that kubectl before 1.28 asks for.</summary>
internal sealed class SelfSubjectReviewBeta : SelfSubjectReview
{
    public override string Version => "v1beta1";
}
