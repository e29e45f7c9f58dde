using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LocalRag.Models.Serving;

/// <summary>Model files' SHA-256, reckoned once for as long as a file stays as it is: it takes seconds, and each command that embeds needs it.</summary>
/// <param name="folder">Holds a line for each file: its hash, length, time of writing and path.</param>
internal sealed class FileIdentities(string folder)
{
    /// <exception cref="IOException">The model's file cannot be read.</exception>
    public async Task<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        var file = new FileInfo(path);
        var state = string.Create(CultureInfo.InvariantCulture, $" {file.Length} {file.LastWriteTimeUtc.Ticks} {path}");
        var note = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..32]);
        if (ReadNote(note) is { } line && line.EndsWith(state, StringComparison.Ordinal) && line.Length == (2 * SHA256.HashSizeInBytes) + state.Length) return line[..^state.Length];

        await using var stream = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        WriteNote(note, hash + state);
        return hash;
    }

    private static string? ReadNote(string note)
    {
        try
        {
            return File.ReadAllText(note);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void WriteNote(string note, string line)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(note)!);
            var temporary = $"{note}.{Guid.NewGuid():N}.tmp";
            File.WriteAllText(temporary, line);
            File.Move(temporary, note, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is only for speed: a home that cannot be written to costs the next command the same time.
        }
    }
}
