using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Pipeline;
using CloudOrchestrator.ApiServer.PipelineApply.Manifests;
using CloudOrchestrator.ApiServer.PipelineApply.Reports;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.PipelineApply;

/// <summary>Applies all objects of a file, for pipelines that have curl and nothing else: <c>POST /apply</c>.</summary>
internal sealed class ApplyRoute(IResourceClient resources, IAuthorizer authorizer, ApiServerOptions server, IHostApplicationLifetime lifetime, TimeProvider time) : IPathRoute
{
    /// <summary>What curl says of whatever it is told to post.</summary>
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly string[] Accepted = [MediaTypes.Yaml, MediaTypes.Json, "text/yaml", "application/x-yaml", "text/x-yaml", Form];

    private readonly ApplyParts _parts = new(resources, authorizer, server, lifetime, time);

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Post];

    public bool Serves(string path) => path == "apply";

    /// <summary>One that waits is open as long as a watch.</summary>
    public bool StaysOpen(ApiRequest request) => request.Query.Text("wait") is not null;

    public async Task<IResult> AnswerAsync(ApiRequest request)
    {
        if (ApplyOptions.Read(request, server.WatchDurationMax, out var options) is { } fault)
        {
            return new StatusAnswer(fault);
        }

        if (ReportForms.For(request.Http.Request, options.Write.DryRun) is not { } form)
        {
            return new StatusAnswer(ApiStatuses.NotAcceptable with { Message = "only the following media types are accepted: text/plain, application/json, application/jsonl" });
        }

        var type = request.Http.Request.ContentType is { Length: > 0 } contentType ? MediaRange.ParseOne(contentType).Type : MediaTypes.Yaml;
        if (!Accepted.Contains(type))
        {
            return new StatusAnswer(ApiStatuses.UnsupportedMediaType(Accepted));
        }

        if (await BoundedBody.ReadAsync(request.Http.Request, ApiServerOptions.BodyBytesMax, request.Aborted) is not { } body)
        {
            return new StatusAnswer(ApiStatuses.BodyTooLarge);
        }

        var manifest = ManifestReader.Read(body, isJson: type == MediaTypes.Json);
        var faults = ManifestCheck.Faults(manifest, await resources.KindsAsync(request.Aborted), options);
        return faults.Count == 0
            ? new ApplyAnswer(_parts, request, options, manifest.Objects, form)
            : new FaultsAnswer([.. faults, .. Hints(type, body.Span)], form);
    }

    /// <summary>What <c>curl --data</c> makes of a file is hard to guess from what is wrong with it.</summary>
    private static IEnumerable<ManifestFault> Hints(string type, ReadOnlySpan<byte> body) =>
        type == Form && !body.IsEmpty && !body.Contains((byte)'\n')
            ? [new ManifestFault(null, "the body has no line breaks: curl keeps them with --data-binary @FILE, and drops them with --data @FILE")]
            : [];
}
