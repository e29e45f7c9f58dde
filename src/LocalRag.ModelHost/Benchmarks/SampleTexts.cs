using System.Text;

namespace LocalRag.ModelHost.Benchmarks;

/// <summary>Texts of many lengths, like chunks of code and prose, the same in every run.</summary>
internal static class SampleTexts
{
    private static readonly string[] Words =
        ["the", "index", "returns", "a", "list", "of", "documents", "public", "static", "void", "Parse", "(", ")", "{", "}", "cache", "reader", "opens", "file", "when", "token", "is", "null", "throws", "await", "stream", "vector", "query", "scores", "each", "chunk"];

    public static List<string> Create(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => Text(random, random.Next(10, 220)))];
    }

    private static string Text(Random random, int words)
    {
        var text = new StringBuilder();
        for (var i = 0; i < words; i++)
            text.Append(Words[random.Next(Words.Length)]).Append(i % 12 == 11 ? '\n' : ' ');
        return text.ToString();
    }
}
