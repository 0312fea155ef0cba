using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>Gives a pod to a node: the one of the path, or where that names none, the one that the binding names.</summary>
internal sealed class BindingHandler(IResourceClient resources, TimeProvider time) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        if (WriteOptions.Read(request, "CreateOptions", out var options) is { } fault)
        {
            return WriteAnswers.Refused(request, fault);
        }

        var warnings = new List<string>();
        var body = await RequestBody.ReadAsync(request, ExpectedDocument.Binding, options.Validation, warnings);
        if (body is not BodyOutcome.Read(var binding, _))
        {
            return WriteAnswers.Refused(request, ((BodyOutcome.Refused)body).Status);
        }

        if (TypeFault(binding) is { } undecoded)
        {
            return WriteAnswers.Refused(request, undecoded);
        }

        if (request.Info.Name.Length == 0)
        {
            request = request with { Info = request.Info with { Name = binding.Text("metadata", "name") ?? "" } };
        }

        if (Fault(request, binding) is { } wrong)
        {
            return WriteAnswers.Refused(request, wrong);
        }

        var context = options.Context(request, request.Subresource);
        var write = new ResourceWrite.Update(request.Kind, request.Name, current => Decide(request, binding, current));
        var outcome = await resources.WriteAsync(write, context, CancellationToken.None);
        WarningHeader.Add(request.Http.Response, warnings.Concat(context.Warnings));
        return outcome is ResourceOutcome.Refused(var refusal)
            ? WriteAnswers.Refused(request, RefusalStatus.Of(refusal))
            : new DocumentAnswer(StatusCodes.Status201Created, Success(), request.Representation);
    }

    /// <summary>Null, or which value of a binding is of another type than its field.</summary>
    private static ApiStatus? TypeFault(JsonObject binding)
    {
        var wrong = new List<string>();
        _ = CanonicalForm.Of(binding, ExpectedDocument.Binding.Schema, wrong);
        return wrong.Count > 0 ? ApiStatuses.BadRequest($"Binding in version \"v1\" cannot be handled as a Binding: {wrong[0]}") : null;
    }

    private static ApiStatus? Fault(ResourceRequest request, JsonObject binding)
    {
        var name = binding.Text("metadata", "name") ?? "";
        if (name.Length > 0 && name != request.Info.Name)
        {
            return ApiStatuses.BadRequest($"name in URL does not match name in Binding object: {request.Info.Name} and {name}");
        }

        var errors = new List<FieldError>();
        if (binding.Text("target", "kind") is { Length: > 0 } kind and not "Node")
        {
            errors.Add(new FieldError("FieldValueNotSupported", "target.kind", $"Unsupported value: \"{kind}\": supported values: \"Node\", \"<empty>\""));
        }

        if (string.IsNullOrEmpty(binding.Text("target", "name")))
        {
            errors.Add(new FieldError("FieldValueRequired", "target.name", "Required value"));
        }

        return errors.Count > 0 ? RefusalStatus.Of(new Refusal.Invalid("", "Binding", request.Info.Name, errors))
            : request.Info.Name.Length == 0 ? ApiStatuses.BadRequest("Name parameter required.")
            : null;
    }

    private UpdateDecision Decide(ResourceRequest request, JsonObject binding, JsonObject? current)
    {
        if (current is null)
        {
            return new UpdateDecision.Refuse(new Refusal.NotFound(request.Kind.QualifiedResource, request.Info.Name));
        }

        if (current.Text("spec", "nodeName") is { Length: > 0 } node)
        {
            return Conflict(request, $"pod {request.Info.Name} is already assigned to node \"{node}\"");
        }

        if (current.At("metadata", "deletionTimestamp") is not null)
        {
            return Conflict(request, $"pod {request.Info.Name} is being deleted, cannot be assigned to a host");
        }

        if (current.Objects("spec", "schedulingGates").Any())
        {
            return Conflict(request, $"pod {request.Info.Name} has non-empty .spec.schedulingGates");
        }

        current.Ensure("spec")["nodeName"] = binding.Text("target", "name");
        foreach (var precondition in (ReadOnlySpan<string>)["uid", "resourceVersion"])
        {
            if (binding.Text("metadata", precondition) is { Length: > 0 } wanted)
            {
                current.Ensure("metadata")[precondition] = wanted;
            }
        }

        foreach (var (name, value) in binding.At("metadata", "annotations") as JsonObject ?? [])
        {
            current.Ensure("metadata").Ensure("annotations")[name] = value?.DeepClone();
        }

        MarkScheduled(current.Ensure("status"));
        return new UpdateDecision.Replace(current);
    }

    private void MarkScheduled(JsonObject status)
    {
        if (status["conditions"] is not JsonArray conditions)
        {
            status["conditions"] = conditions = [];
        }

        foreach (var former in conditions.Where(condition => condition.Text("type") == "PodScheduled").ToList())
        {
            conditions.Remove(former);
        }

        conditions.Add(new JsonObject
        {
            ["type"] = "PodScheduled",
            ["status"] = "True",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        });
    }

    private static UpdateDecision.Refuse Conflict(ResourceRequest request, string message) => new(new Refusal.Conflict("pods/binding", request.Info.Name, message));

    private static JsonObject Success() => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Success",
        ["code"] = StatusCodes.Status201Created,
    };
}
