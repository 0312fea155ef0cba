using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;
using k8s;

namespace CloudOrchestrator.ApiServer.Reports;

/// <summary>An object that was made up for one answer. It has no uid, no version and no labels.</summary>
internal sealed class ReportedObject(ResourceKind kind, string name, JsonObject content) : ResourceObject
{
    public override ResourceKind Kind { get; } = kind;

    public override ObjectName Name { get; } = new("", name);

    public override string Uid => "";

    /// <summary>None.</summary>
    public override long Revision => ListAnswer.NoRevision;

    public override IReadOnlyDictionary<string, string> Labels => FrozenDictionary<string, string>.Empty;

    public override IReadOnlyList<ObjectOwner> Owners => [];

    public override bool IsDeleting => false;

    public override void WriteTo(IBufferWriter<byte> output) => JsonOutput.Write(Parse(), output);

    public override JsonObject Parse()
    {
        var document = new JsonObject { ["kind"] = Kind.Kind, ["apiVersion"] = Kind.ApiVersion, ["metadata"] = new JsonObject { ["name"] = Name.Name } };
        foreach (var (member, value) in content)
        {
            document[member] = value?.DeepClone();
        }

        return document;
    }

    public override T Read<T>(Func<JsonElement, T> read)
    {
        using var document = JsonDocument.Parse(Parse().ToJsonString());
        return read(document.RootElement);
    }

    public override T As<T>() => KubernetesJson.Deserialize<T>(Parse().ToJsonString());

    public override T Derived<T>(Func<ResourceObject, T> derive) => derive(this);
}
