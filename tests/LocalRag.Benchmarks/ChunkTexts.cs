using System.Runtime.CompilerServices;
using System.Text;
using LocalRag.Documents;

namespace LocalRag.Benchmarks;

/// <summary>Chunks of real code of a wished size: the library's own, run together from a random place on, always the same.</summary>
internal static class ChunkTexts
{
    public static string[] Create(TokenCounter count, int number, int tokens)
    {
        var lines = Directory.EnumerateFiles(SourceFolder(), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).SelectMany(File.ReadLines).ToArray();
        var random = new Random(1);
        return [.. Enumerable.Range(0, number).Select(_ => Create(lines, random.Next(lines.Length), count, tokens))];
    }

    private static string Create(string[] lines, int start, TokenCounter count, int tokens)
    {
        var text = new StringBuilder();
        for (var total = 0; total < tokens; start++)
        {
            var line = lines[start % lines.Length];
            total += count(line);
            text.AppendLine(line);
        }

        return text.ToString();
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "src", "LocalRag"));
}
