using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Pipeline;
using CloudOrchestrator.ApiServer.Requests;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>Says which release of the Kubernetes API this is.</summary>
internal sealed class VersionRoute : IPathRoute
{
    /// <summary>Build metadata behind the plus sign: a suffix behind a dash would make it an older pre-release to clients that compare.</summary>
    public const string GitVersion = "v1.37.0+cloudorchestrator";

    public bool Serves(string path) => path == "version";

    public Task<IResult> AnswerAsync(ApiRequest request)
    {
        var document = new JsonObject
        {
            ["major"] = "1",
            ["minor"] = "37",
            ["gitVersion"] = GitVersion,
            ["gitCommit"] = "",
            ["gitTreeState"] = "clean",
            ["buildDate"] = "1970-01-01T00:00:00Z",
            ["goVersion"] = "",
            ["compiler"] = "",
            ["platform"] = $"linux/{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture switch
            {
                System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
                _ => "amd64",
            }}",
        };
        return Task.FromResult<IResult>(new DocumentAnswer(StatusCodes.Status200OK, document, Representation.Json with { Pretty = true }));
    }
}
