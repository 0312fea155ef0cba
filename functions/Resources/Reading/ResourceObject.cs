using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>One object at one resourceVersion, as stored: UTF-8 JSON that is parsed only when asked.</summary>
public abstract class ResourceObject
{
    private protected static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Its kind.</summary>
    public abstract ResourceKind Kind { get; }

    /// <summary>Namespace and name.</summary>
    public abstract ObjectName Name { get; }

    /// <summary>Its uid.</summary>
    public abstract string Uid { get; }

    /// <summary>Its resourceVersion.</summary>
    public abstract long Revision { get; }

    /// <summary>Its labels.</summary>
    public abstract IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>Its owners.</summary>
    public abstract IReadOnlyList<ObjectOwner> Owners { get; }

    /// <summary>Whether it carries a deletionTimestamp.</summary>
    public abstract bool IsDeleting { get; }

    /// <summary>Writes the JSON document with its resourceVersion, without parsing it.</summary>
    public abstract void WriteTo(IBufferWriter<byte> output);

    /// <summary>Writes the JSON document as an item of a list: one of a built-in kind does not say what it is, since the list says it for all.</summary>
    public virtual void WriteItemTo(IBufferWriter<byte> output)
    {
        var document = Parse();
        if (Kind.Definition is null)
        {
            document.Remove("kind");
            document.Remove("apiVersion");
        }

        using var writer = new Utf8JsonWriter(output, Relaxed);
        document.WriteTo(writer);
    }

    /// <summary>A fresh parsed copy with its resourceVersion, which the caller may change.</summary>
    public abstract JsonObject Parse();

    /// <summary>Takes something from the document as it is stored, without a resourceVersion, which costs a fraction of parsing it.</summary>
    /// <param name="read">A pure function of the document, which may not keep any part of it.</param>
    public abstract T Read<T>(Func<JsonElement, T> read);

    /// <summary>A fresh typed model. Models are many times as large as documents: derive from them what is needed, and let them go.</summary>
    /// <typeparam name="T">A model class of the KubernetesClient package, such as <c>V1Pod</c>.</typeparam>
    public abstract T As<T>() where T : class;

    /// <summary>What a reactor makes of this state of the object, computed once and kept as long as the object: small, of a type of its own.</summary>
    /// <param name="derive">A pure function of the object.</param>
    public abstract T Derived<T>(Func<ResourceObject, T> derive) where T : class;
}
