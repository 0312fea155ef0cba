using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Store;
using k8s;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>An object as the store holds it.</summary>
internal sealed class StoredResource(ResourceKind kind, StoredObject stored, ObjectFacts facts) : ResourceObject
{
    /// <summary>Bytes of the longest resourceVersion with its name.</summary>
    private const int RevisionBytesMax = 48;

    private ImmutableArray<object> _derived = [];
    private Document? _shown;

    public override ResourceKind Kind { get; } = kind;

    public StoredObject Stored { get; } = stored;

    /// <summary>Whether it is stored in a version that its kind is not stored in any more.</summary>
    public bool IsOutdated => Kind.Definition is not null && !Stored.Document.Bytes.Span.StartsWith(Encoding.UTF8.GetBytes(StoredForm.Beginning(Kind)));

    /// <summary><c>spec.nodeName</c>; empty where there is none.</summary>
    public string NodeName => facts.NodeName;

    /// <summary>The document as readers see it.</summary>
    private Document Shown => Kind.Definition is null ? Stored.Document : _shown ??= ShownForm.Of(Kind, Stored.Document);

    public override ObjectName Name => facts.Name;

    public override string Uid => facts.Uid;

    public override long Revision => Stored.Revision;

    public override IReadOnlyDictionary<string, string> Labels => facts.Labels;

    public override IReadOnlyList<ObjectOwner> Owners => facts.Owners;

    public override bool IsDeleting => facts.IsDeleting;

    public override void WriteTo(IBufferWriter<byte> output)
    {
        if (Kind.Conversion is not null)
        {
            using var writer = new Utf8JsonWriter(output, Relaxed);
            Parse().WriteTo(writer);
            return;
        }

        var bytes = Shown.Bytes.Span;
        if (Stored.Revision == 0)
        {
            // What a dry run would have created has none.
            output.Write(bytes);
            return;
        }

        WriteTo(output, bytes[..Shown.RevisionOffset], bytes[Shown.RevisionOffset..]);
    }

    public override void WriteItemTo(IBufferWriter<byte> output)
    {
        // Documents are stored with kind, apiVersion and metadata at the beginning.
        var bytes = Shown.Bytes.Span;
        var offset = Shown.RevisionOffset;
        if (Kind.Definition is not null)
        {
            WriteTo(output);
        }
        else if (Kind.Conversion is null && Stored.Revision > 0 && bytes[..offset].EndsWith(StoredForm.Metadata))
        {
            WriteTo(output, "{\"metadata\":{"u8, bytes[offset..]);
        }
        else
        {
            base.WriteItemTo(output);
        }
    }

    /// <summary>Writes a document's two parts with the revision between them.</summary>
    private void WriteTo(IBufferWriter<byte> output, ReadOnlySpan<byte> beginning, ReadOnlySpan<byte> rest)
    {
        var head = output.GetSpan(beginning.Length + RevisionBytesMax);
        beginning.CopyTo(head);
        Utf8.TryWrite(head[beginning.Length..], CultureInfo.InvariantCulture, $"\"resourceVersion\":\"{Stored.Revision}\",", out var written);
        output.Advance(beginning.Length + written);
        output.Write(rest);
    }

    public override JsonObject Parse() => Kind.Conversion is { } conversion ? conversion.FromStored(ParseStored()) : ParseStored();

    private JsonObject ParseStored()
    {
        var document = (JsonObject)JsonDocuments.Parse(Shown.Bytes.Span)!;
        if (Stored.Revision == 0)
        {
            return document;
        }

        document["metadata"]!["resourceVersion"] = Stored.Revision.ToString(CultureInfo.InvariantCulture);
        return document;
    }

    public override T Read<T>(Func<JsonElement, T> read) => RecentDocument.Read(Stored.Document, read);

    public override T As<T>()
    {
        var output = new ArrayBufferWriter<byte>(Stored.Document.Bytes.Length + 64);
        WriteTo(output);
        return KubernetesJson.Deserialize<T>(Encoding.UTF8.GetString(output.WrittenSpan));
    }

    public override T Derived<T>(Func<ResourceObject, T> derive)
    {
        foreach (var present in _derived)
        {
            if (present is T found)
            {
                return found;
            }
        }

        var derived = derive(this);
        ImmutableInterlocked.Update(ref _derived, static (all, one) => all.Add(one), derived);
        return derived;
    }
}
