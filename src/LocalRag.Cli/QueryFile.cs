using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalRag.Cli.Json;

namespace LocalRag.Cli;

/// <summary>Reads a file of queries, one JSON object a line, as it is asked for. <c>-</c> is standard input.</summary>
internal static class QueryFile
{
    /// <exception cref="UsageException">The file is not there, or a line is no query; the message names the line.</exception>
    public static async IAsyncEnumerable<QueryLine> ReadAsync(
        string path, string option, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = Open(path, option);
        for (var number = 1; await ReadLineAsync(reader, cancellationToken) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line)) yield return Parse(line, $"{path}:{number}");
        }
    }

    // A read from a terminal or a pipe cannot be cancelled; the wait for it can.
    private static Task<string?> ReadLineAsync(TextReader reader, CancellationToken cancellationToken) =>
        Task.Run(reader.ReadLine, cancellationToken).WaitAsync(cancellationToken);

    private static TextReader Open(string path, string option)
    {
        if (path == "-") return new StreamReader(Console.OpenStandardInput());
        try
        {
            return new StreamReader(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {path}: the file cannot be read. {exception.Message}");
        }
    }

    private static QueryLine Parse(string line, string place)
    {
        try
        {
            var query = JsonSerializer.Deserialize(line, LineJson.Default.QueryLine);
            return query is { Query.Length: > 0 } ? query : throw new UsageException($"{place}: the line has no \"query\".");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{place}: not a JSON object of the form {{\"id\", \"query\"}}. {exception.Message}");
        }
    }
}
