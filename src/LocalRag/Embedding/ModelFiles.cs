using System.Security.Cryptography;

namespace LocalRag.Embedding;

/// <summary>Hashes the files that decide a static model's vectors.</summary>
internal static class ModelFiles
{
    public static readonly string[] Names = ["config.json", "model.safetensors", "tokenizer.json"];

    /// <summary>SHA-256 over the files' own SHA-256 hashes in the order of <see cref="Names"/>.</summary>
    /// <exception cref="KnowledgeBaseException">A file is missing or cannot be read.</exception>
    public static string Hash(string folder)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in Names)
        {
            var path = Path.Combine(folder, name);
            try
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
                all.AppendData(SHA256.HashData(stream));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw ModelFault.Unreadable(path, exception);
            }
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}
