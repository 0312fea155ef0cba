using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds.Columns;

/// <summary>The rows of printed tables. A file holds objects as stored, and after each the row that kubectl prints of it a minute after 2026 began:
/// <c>cells</c>, heading to cell, those of <c>-o wide</c> among them.</summary>
public sealed class ColumnTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 1, 0, TimeSpan.Zero);

    public static TheoryData<string> Cases() => [.. Directory.EnumerateFiles(Folder(), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Row_OfAnObject_IsWhatKubectlPrints(string name)
    {
        var documents = Yaml.ParseAll(await File.ReadAllTextAsync(Path.Combine(Folder(), name + ".yaml"), World.Token));
        var kind = KindTable.BuiltIn.All.Single(kind => kind.Plural == name.Split('.')[0] && kind.Conversion is null);
        Assert.NotEmpty(documents);
        foreach (var pair in documents.Chunk(2))
        {
            var cells = (JsonObject)pair[1]["cells"]!;
            Assert.Equal(cells.Select(cell => cell.Key), kind.Columns.Select(column => column.Name));
            Assert.Equal(
                cells.Select(cell => $"{cell.Key}: {cell.Value?.ToJsonString()}"),
                kind.Columns.Select(column => $"{column.Name}: {column.Value(pair[0], Now)?.ToJsonString()}"));
        }
    }

    [Fact]
    public void Columns_OfEveryKind_HaveATypeOfTheApi() =>
        Assert.All(KindTable.BuiltIn.All.SelectMany(kind => kind.Columns), column => Assert.Contains(column.Type, new[] { "string", "integer", "number", "boolean", "date" }));

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Kinds", "Columns", "cases");
}
