using Xunit;

namespace CloudOrchestrator.Runtimes.Docker.Tests;

public sealed class ImageReferenceTests
{
    [Theory]
    [InlineData("nginx", "nginx", "latest")]
    [InlineData("nginx:1.2", "nginx", "1.2")]
    [InlineData("localhost:5000/a/b", "localhost:5000/a/b", "latest")]
    [InlineData("localhost:5000/a/b:c", "localhost:5000/a/b", "c")]
    [InlineData("a/b@sha256:abc", "a/b@sha256:abc", "")]
    public void Parse_AnyForm_SplitsNameAndTag(string text, string name, string tag) =>
        Assert.Equal(new ImageReference(name, tag), ImageReference.Parse(text));
}
