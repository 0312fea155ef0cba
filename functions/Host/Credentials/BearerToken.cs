using System.Security.Cryptography;
using CloudOrchestrator.Host.Certificates;

namespace CloudOrchestrator.Host.Credentials;

/// <summary>A random bearer token, kept in a file that its owner alone may read.</summary>
internal static class BearerToken
{
    /// <summary>256 bits of randomness, as 64 hexadecimal digits.</summary>
    private const int TokenBytes = 32;

    /// <summary>The token in this file, made at the first call.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static string ReadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)) + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var token = File.ReadAllText(path).Trim();
        return token.Length == TokenBytes * 2 && token.All(char.IsAsciiHexDigitLower)
            ? token
            : throw new InvalidDataException($"{path}: not a token of {TokenBytes * 2} hexadecimal digits; delete the file to have a new one made.");
    }
}
