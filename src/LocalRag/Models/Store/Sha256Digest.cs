namespace LocalRag.Models.Store;

/// <summary>Reads SHA-256 digests that others write: they become file names here, so nothing but 64 hexadecimal digits may pass.</summary>
internal static class Sha256Digest
{
    private const int Digits = 64;

    /// <summary>Gives the digest in lower case; null where the text is none.</summary>
    public static string? TryParse(string? text) => text is { Length: Digits } && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null;
}
