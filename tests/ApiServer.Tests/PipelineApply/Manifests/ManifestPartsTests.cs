using System.Text;
using CloudOrchestrator.ApiServer.PipelineApply.Manifests;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply.Manifests;

public class ManifestPartsTests
{
    [Theory]
    [InlineData("a: 1", "1:a: 1")]
    [InlineData("a: 1\n---\nb: 2\n", "1:a: 1\n|3:b: 2\n")]
    [InlineData("---\n---\n# only words\n---\na: 1\n---\n", "5:a: 1\n")]
    [InlineData("a: 1\n--- # words\nb: 2", "1:a: 1\n|3:b: 2")]
    [InlineData("a: 1\n--- {b: 2}\n--- {c: 3}", "1:a: 1\n|2:--- {b: 2}\n|3:--- {c: 3}")]
    [InlineData("a: |\n  ---\n  x\n----\nb: 2", "1:a: |\n  ---\n  x\n----\nb: 2")]
    [InlineData("%YAML 1.1\n# words\n---\na: 1\n...\nb: 2\n", "1:%YAML 1.1\n# words\n---\na: 1\n|6:b: 2\n")]
    [InlineData("a: 1\r\n---\r\nb: 2\r\n", "1:a: 1\r\n|3:b: 2\r\n")]
    [InlineData("\uFEFF---\na: 1", "2:a: 1")]
    [InlineData("", "")]
    public void Of_File_IsCutAtItsMarkers(string file, string expected) =>
        Assert.Equal(expected, string.Join('|', ManifestParts.Of(Encoding.UTF8.GetBytes(file)).Select(part => $"{part.FirstLine}:{Encoding.UTF8.GetString(part.Text.Span)}")));

    [Fact]
    public void Of_AnyFile_LosesNoLineButMarkersAndThoseWithoutContent()
    {
        var line = Gen.OneOf("a: 1", "# x", "", "---", "--- b", "...", "%D", "  - c", " ---", "----", "\r", "...x");
        line.List[0, 12].Sample(lines =>
        {
            var parts = ManifestParts.Of(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
            Assert.Equal(lines.Count(one => one is "a: 1" or "--- b" or "  - c" or " ---" or "----" or "...x"), parts.Sum(part => Encoding.UTF8.GetString(part.Text.Span).Split('\n').Count(one => one is "a: 1" or "--- b" or "  - c" or " ---" or "----" or "...x")));
            Assert.All(parts, part => Assert.StartsWith(lines[part.FirstLine - 1], Encoding.UTF8.GetString(part.Text.Span), StringComparison.Ordinal));
        }, iter: 20_000, threads: 1);
    }
}
