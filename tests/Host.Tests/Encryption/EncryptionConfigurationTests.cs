using CloudOrchestrator.Host.Encryption;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Encryption;

public sealed class EncryptionConfigurationTests : IDisposable
{
    private const string Head = "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n";
    private const string Secret = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("encryption.yaml");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("secrets", "secrets", true)]
    [InlineData("secrets", "configmaps", false)]
    [InlineData("secrets.", "secrets", true)]
    [InlineData("deployments.apps", "apps/deployments", true)]
    [InlineData("deployments", "apps/deployments", false)]
    [InlineData("*.apps", "apps/deployments", true)]
    [InlineData("*.apps", "secrets", false)]
    [InlineData("*.", "secrets", true)]
    [InlineData("*.", "apps/deployments", false)]
    [InlineData("*.*", "apps/deployments", true)]
    public void Read_AResource_EncryptsTheCollectionsThatItNames(string resource, string collection, bool expected)
    {
        var cipher = Read($"resources: [{{resources: ['{resource}'], providers: [{{aesgcm: {{keys: [{{name: one, secret: {Secret}}}]}}}}]}}]");

        Assert.Equal(expected, cipher.Encrypts(collection));
    }

    [Fact]
    public void Read_IdentityFirst_DecryptsAndEncryptsNothing()
    {
        var encrypted = Read($"resources: [{{resources: [secrets], providers: [{{aesgcm: {{keys: [{{name: one, secret: {Secret}}}]}}}}]}}]").Encrypt("secrets", "a", "x"u8);
        var cipher = Read($"resources: [{{resources: [secrets], providers: [{{identity: {{}}}}, {{aesgcm: {{keys: [{{name: one, secret: {Secret}}}]}}}}]}}]");

        Assert.False(cipher.Encrypts("secrets"));
        Assert.Equal("x"u8, cipher.Decrypt("secrets", "a", encrypted.Span).Span);
    }

    [Fact]
    public void Read_SeveralKeys_EncryptsWithTheFirst()
    {
        var both = Read($"resources: [{{resources: [secrets], providers: [{{aesgcm: {{keys: [{{name: new, secret: {Secret}}}, {{name: old, secret: MDEyMzQ1Njc4OWFiY2RlZg==}}]}}}}]}}]");
        var onlyNew = Read($"resources: [{{resources: [secrets], providers: [{{aesgcm: {{keys: [{{name: new, secret: {Secret}}}]}}}}]}}]");

        Assert.Equal("x"u8, onlyNew.Decrypt("secrets", "a", both.Encrypt("secrets", "a", "x"u8).Span).Span);
    }

    [Theory]
    [InlineData("kind: Pod", "its apiVersion and kind are not apiserver.config.k8s.io/v1 and EncryptionConfiguration")]
    [InlineData(Head + "resources: [{resources: [secrets]}]", "resources[0] has no providers")]
    [InlineData(Head + "resources: [{providers: [{identity: {}}]}]", "resources[0] has no resources")]
    [InlineData(Head + "resources: [{resources: [secrets], providers: [{kms: {}}]}]", "resources[0].providers[0] is kms; aesgcm and identity are known")]
    [InlineData(Head + "resources: [{resources: [secrets], providers: [{aesgcm: {keys: []}}]}]", "resources[0].providers[0].aesgcm.keys is empty")]
    [InlineData(Head + "resources: [{resources: [secrets], providers: [{aesgcm: {keys: [{name: a}]}}]}]", "resources[0].providers[0].aesgcm.keys[0].secret is missing")]
    [InlineData(Head + "resources: [{resources: [secrets], providers: [{aesgcm: {keys: [{name: a, secret: '***'}]}}]}]", "resources[0].providers[0].aesgcm.keys[0].secret is not base64")]
    [InlineData(Head + "resources: [{resources: [secrets], providers: [{aesgcm: {keys: [{name: a, secret: YWJj}]}}]}]", "The key a has 3 bytes; AES takes 16, 24 or 32.")]
    public void Read_WhatCannotBe_NamesFileAndField(string text, string expected)
    {
        System.IO.File.WriteAllText(File, text);

        var fault = Assert.Throws<StartException>(() => EncryptionConfiguration.Read(File));

        Assert.Equal($"--encryption-provider-config {File}: {expected.TrimEnd('.')}.", fault.Message);
        Assert.DoesNotContain("YWJj", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_NamesIt() =>
        Assert.StartsWith($"--encryption-provider-config {File}: the file cannot be read", Assert.Throws<StartException>(() => EncryptionConfiguration.Read(File)).Message, StringComparison.Ordinal);

    private CloudOrchestrator.Store.Encryption.IDocumentCipher Read(string text)
    {
        System.IO.File.WriteAllText(File, Head + text);
        return EncryptionConfiguration.Read(File);
    }
}
