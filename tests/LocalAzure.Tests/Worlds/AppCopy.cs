using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.LocalAzure.Tests.Worlds;

/// <summary>A copy of the published app that differs in one thing.</summary>
internal sealed class AppCopy : IDisposable
{
    private AppCopy(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>The same code under the identity of another build: its first module has another version id, by which the tick tells builds apart.</summary>
    public static AppCopy OfAnotherBuild()
    {
        var copy = Make();
        var module = Path.Combine(copy.Folder, "CloudOrchestrator.Host.dll");
        var bytes = File.ReadAllBytes(module);
        var identity = Identity(bytes);
        var at = bytes.AsSpan().IndexOf(identity.ToByteArray());
        Guid.NewGuid().ToByteArray().CopyTo(bytes, at);
        File.WriteAllBytes(module, bytes);
        Assert.NotEqual(identity, Identity(bytes));
        return copy;
    }

    /// <summary>The queue looks again after a second, and gives up after three attempts, where the committed host.json says half a minute and 150: a test need not wait as long.</summary>
    public static AppCopy WithAHastyQueue()
    {
        var copy = Make();
        var path = Path.Combine(copy.Folder, "host.json");
        var host = JsonNode.Parse(File.ReadAllText(path))!;
        host["extensions"]!["queues"]!["visibilityTimeout"] = "00:00:01";
        host["extensions"]!["queues"]!["maxDequeueCount"] = 3;
        host["extensions"]!["queues"]!["maxPollingInterval"] = "00:00:01";
        File.WriteAllText(path, host.ToJsonString());
        return copy;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static AppCopy Make()
    {
        var folder = Directory.CreateTempSubdirectory("app-copy-").FullName;
        foreach (var source in Directory.EnumerateFiles(PublishedApp.Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(PublishedApp.Folder, source));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }

        return new AppCopy(folder);
    }

    private static Guid Identity(byte[] module)
    {
        using var file = new PEReader(new MemoryStream(module));
        var metadata = file.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
