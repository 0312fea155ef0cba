using Docker.DotNet;
using Docker.DotNet.Models;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>Images of the engine.</summary>
internal sealed class DockerImages(DockerClient client)
{
    public async Task<ImageState> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var image = await client.Images.InspectImageAsync(reference, cancellationToken).ConfigureAwait(false);
        return new ImageState(image.ID, Names(image.RepoTags, image.RepoDigests), image.Config?.User ?? "", image.Size);
    }

    public async Task<ImageState> PullAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken)
    {
        var image = ImageReference.Parse(reference);
        var progress = new PullProgress();
        var auth = credentials is null
            ? new AuthConfig()
            : new AuthConfig { ServerAddress = credentials.Server, Username = credentials.Username, Password = credentials.Password };
        var parameters = new ImagesCreateParameters { FromImage = image.Name, Tag = image.Tag.Length == 0 ? null : image.Tag };
        await client.Images.CreateImageAsync(parameters, auth, progress, cancellationToken).ConfigureAwait(false);
        progress.ThrowIfFailed();
        return await FindAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<ImageState>> ListAsync(CancellationToken cancellationToken)
    {
        var images = await client.Images.ListImagesAsync(new ImagesListParameters(), cancellationToken).ConfigureAwait(false);
        return [.. images
            .Select(image => new ImageState(image.ID, Names(image.RepoTags, image.RepoDigests), "", image.Size))
            .Where(image => image.Names.Count > 0)];
    }

    private static List<string> Names(IList<string>? tags, IList<string>? digests) =>
        [.. (digests ?? []).Concat(tags ?? []).Where(name => !name.Contains("<none>", StringComparison.Ordinal))];
}
