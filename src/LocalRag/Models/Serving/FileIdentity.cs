using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace LocalRag.Models.Serving;

/// <summary>A model file's SHA-256, reckoned once for as long as the file stays as it is.</summary>
internal static class FileIdentity
{
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> Known = new();

    public static async Task<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        var key = (path, file.Length, file.LastWriteTimeUtc);
        if (Known.TryGetValue(key, out var known)) return known;
        await using var stream = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
        return Known[key] = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}
