using System.Text.RegularExpressions;
using CloudOrchestrator.FakeAzureStorage.Blobs.Operations;
using CloudOrchestrator.FakeAzureStorage.Blobs.Wire;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs;

/// <summary>The blob service of the account: block blobs only. Whoever calls it holds the account's lock.</summary>
internal sealed partial class BlobService(StorageLimits limits, ServiceClock clock, Uri endpoint)
{
    private readonly Dictionary<string, BlobContainer> _containers = [];

    /// <summary>When each deleted container will be gone.</summary>
    private readonly Dictionary<string, DateTimeOffset> _beingDeleted = [];

    /// <param name="pageRows">Most blobs of a list's page, if a fault says so.</param>
    public StorageAnswer Answer(StorageOperation operation, string requestId, int? pageRows)
    {
        try
        {
            return operation switch
            {
                CreateContainer create => Create(create.Name),
                GetContainer get => BlobAnswers.OfContainer(200, Container(get.Name)),
                DeleteContainer delete => Delete(delete.Name),
                ListBlobs list => List(list, pageRows),
                PutBlob put => Put(put, put.Content, put.Headers, put.Conditions),
                PutBlock block => PutBlock(block),
                PutBlockList list => Put(list, Joined(list), list.Headers, list.Conditions),
                GetBlob get => Get(get),
                GetBlobProperties get => GetProperties(get),
                SetBlobMetadata set => SetMetadata(set),
                DeleteBlob delete => Delete(delete),
                RefusedOperation refused => throw new RefusedException(refused.Error),
                _ => throw new RefusedException(StorageError.NotImplemented),
            };
        }
        catch (RefusedException refused)
        {
            return BlobAnswers.Error(refused.Error, requestId, clock.Now);
        }
    }

    private StorageAnswer Create(string name)
    {
        if (!ContainerName().IsMatch(name))
        {
            throw new RefusedException(BlobErrors.InvalidResourceName);
        }

        if (_beingDeleted.TryGetValue(name, out var gone) && clock.Now < gone)
        {
            throw new RefusedException(BlobErrors.ContainerBeingDeleted);
        }

        var container = new BlobContainer(clock.Next());
        return _containers.TryAdd(name, container)
            ? BlobAnswers.OfContainer(201, container)
            : throw new RefusedException(BlobErrors.ContainerAlreadyExists);
    }

    private StorageAnswer Delete(string name)
    {
        if (!_containers.Remove(name))
        {
            throw new RefusedException(BlobErrors.ContainerNotFound);
        }

        _beingDeleted[name] = clock.Now + limits.ContainerDeletion;
        return new StorageAnswer(202);
    }

    private StorageAnswer List(ListBlobs list, int? pageRows)
    {
        var max = Math.Min(pageRows ?? int.MaxValue, Math.Min(list.Max ?? int.MaxValue, limits.BlobPageMax));
        var found = Container(list.ContainerName).Blobs.Values
            .Where(blob => blob.Name.StartsWith(list.Prefix, StringComparison.Ordinal))
            .SkipWhile(blob => list.From is not null && string.CompareOrdinal(blob.Name, list.From) < 0)
            .Take(max + 1)
            .ToList();
        return BlobAnswers.List(endpoint, list, found.Take(max), found.Count > max ? found[max].Name : null);
    }

    private StorageAnswer Put(BlobOperation operation, ReadOnlyMemory<byte> content, BlobHeaders headers, BlobConditions conditions)
    {
        var container = Container(operation.ContainerName);
        var old = container.Blobs.GetValueOrDefault(operation.BlobName);
        conditions.CheckWrite(old);
        var now = clock.Next();
        var md5 = operation.Kind == RequestKind.PutBlob ? BlobRequestReader.Md5(content.Span) : null;
        var blob = new StoredBlob(operation.BlobName, content, headers.ContentType, md5, headers.Metadata, old?.Created ?? now, now);
        container.Blobs[blob.Name] = blob;
        container.Blocks.Remove(blob.Name);
        return BlobAnswers.Written(201, blob);
    }

    private StorageAnswer PutBlock(PutBlock block)
    {
        var blocks = Container(block.ContainerName).Blocks;
        if (!blocks.TryGetValue(block.BlobName, out var ofBlob))
        {
            blocks.Add(block.BlobName, ofBlob = []);
        }

        ofBlob[block.BlockId] = block.Content;
        return new StorageAnswer(201).With("x-ms-request-server-encrypted", "true");
    }

    private ReadOnlyMemory<byte> Joined(PutBlockList list)
    {
        var blocks = Container(list.ContainerName).Blocks.GetValueOrDefault(list.BlobName) ?? [];
        var content = new MemoryStream();
        foreach (var id in list.BlockIds)
        {
            content.Write(blocks.TryGetValue(id, out var block) ? block.Span : throw new RefusedException(BlobErrors.InvalidBlockList));
        }

        return content.ToArray();
    }

    private StorageAnswer Get(GetBlob get)
    {
        var blob = Blob(get);
        get.Conditions.CheckRead(blob);
        if (get.Range is null)
        {
            return BlobAnswers.Read(200, blob, blob.Content, blob.Content.Length);
        }

        var part = get.Range.Of(blob.Content);
        return BlobAnswers.Read(206, blob, part, part.Length)
            .With("Content-Range", $"bytes {get.Range.From}-{get.Range.From + part.Length - 1}/{blob.Content.Length}");
    }

    private StorageAnswer GetProperties(GetBlobProperties get)
    {
        var blob = Blob(get);
        get.Conditions.CheckRead(blob);
        return BlobAnswers.Read(200, blob, default, blob.Content.Length);
    }

    private StorageAnswer SetMetadata(SetBlobMetadata set)
    {
        var blob = Blob(set);
        set.Conditions.CheckWrite(blob);
        var changed = blob with { Metadata = set.Metadata, Changed = clock.Next() };
        Container(set.ContainerName).Blobs[blob.Name] = changed;
        return BlobAnswers.Written(200, changed);
    }

    private StorageAnswer Delete(DeleteBlob delete)
    {
        var blob = Blob(delete);
        delete.Conditions.CheckWrite(blob);
        Container(delete.ContainerName).Blobs.Remove(blob.Name);
        return new StorageAnswer(202).With("x-ms-delete-type-permanent", "true");
    }

    private BlobContainer Container(string name) => _containers.GetValueOrDefault(name) ?? throw new RefusedException(BlobErrors.ContainerNotFound);

    private StoredBlob Blob(BlobOperation operation) =>
        Container(operation.ContainerName).Blobs.GetValueOrDefault(operation.BlobName) ?? throw new RefusedException(BlobErrors.BlobNotFound);

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex ContainerName();
}
